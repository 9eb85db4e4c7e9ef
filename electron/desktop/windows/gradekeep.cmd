@"%~dp0..\Gradekeep.exe" -- %*
@exit /b %errorlevel%
