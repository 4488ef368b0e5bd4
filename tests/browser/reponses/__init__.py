"""From the constat to the response, rehearsed in the browser with its times."""
