"""What is handed to whoever installs: libraries, their licences, their lock, their inventory; what is personal."""
