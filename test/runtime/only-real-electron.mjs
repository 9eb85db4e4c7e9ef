/** What the stand-in cannot show: reported as not run whenever the real Electron is not installed. */
export const onlyRealElectron = [
  'fuses read back from the packaged program',
  "the renderer's operating-system sandbox and the preload's separate world",
  'the app:// scheme as the address of the page (here it is http://gradekeep.localhost)',
  'permission prompts reaching the handlers that refuse them',
  'native save dialog, application menu, clipboard and file manager',
  'the tray icon and its menu, and starting with the computer',
  'theme and language taken from the desktop',
  'asar integrity, code signing and the installers',
  'the installed program answering on the command line',
]
