import { expect, it } from 'vitest'
import { mainWindowOptions } from '../../../electron/desktop/window-options.ts'

const bounds = { x: 10, y: 20, width: 1000, height: 700 }

it('makes a sandboxed, isolated window without Node, and no option besides', () => {
  expect(mainWindowOptions({ preloadPath: '/p.cjs', bounds, dark: false, devTools: false })).toEqual({
    ...bounds,
    minWidth: 720,
    minHeight: 520,
    title: 'Gradekeep',
    show: false,
    backgroundColor: '#f6f6f4',
    webPreferences: {
      preload: '/p.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
    },
  })
})

it('is 1280 by 800 when no place is remembered, and dark before the first frame in a dark theme', () => {
  const options = mainWindowOptions({ preloadPath: '/p.cjs', bounds: {}, dark: true, devTools: true })
  expect(options).toMatchObject({ width: 1280, height: 800, backgroundColor: '#17181a' })
  expect(options).not.toHaveProperty('x')
})
