@echo off
chcp 65001 >nul
title Concertation
cd /d "%~dp0"
if not exist "python\python.exe" (
  echo.
  echo   Il manque Python : ouvrez le fichier python\IL-MANQUE-PYTHON.txt, il dit quoi ajouter.
  echo.
  pause
  exit /b 1
)
echo.
echo   La table s'ouvre dans votre navigateur. Laissez cette fenêtre ouverte ; la fermer arrête la table.
echo   Tout ce qui est enregistré reste dans le dossier « table ».
echo.
"python\python.exe" demarrer.py %*
if errorlevel 1 pause
