@echo off
rem The phones of the room may come too: Windows asks once whether this program may be reached (« Autoriser »).
call "%~dp0Concertation.bat" --salle
