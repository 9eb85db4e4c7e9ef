import { expect, it } from 'vitest'
import { mainWindowOptions } from '../../../electron/desktop/window-options.ts'

const bounds = { x: 10, y: 20, width: 1000, height: 700 }

/** What a page could reach the machine by (Electron's security list); none may be on, nor left to a default. */
const dangerous = [
  ...['nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames'],
  ...['allowRunningInsecureContent', 'navigateOnDragDrop'],
] as const

/** Options of which any value but none gives a page more than this window's page needs. */
const needless = ['webviewTag', 'enableBlinkFeatures', 'experimentalFeatures', 'plugins', 'enableWebSQL'] as const

it('makes a sandboxed, isolated window without Node', () => {
  const options = mainWindowOptions({ preloadPath: '/p.cjs', bounds, dark: false, devTools: false })
  const page = options.webPreferences ?? {}
  expect(page).toMatchObject({ preload: '/p.cjs', sandbox: true, contextIsolation: true, webSecurity: true })
  for (const option of dangerous) expect(page[option], option).toBe(false)
  for (const option of needless) expect(Object.keys(page), option).not.toContain(option)
})

it('opens where it was closed, hidden until its first frame, and no smaller than it can be used', () => {
  const options = mainWindowOptions({ preloadPath: '/p.cjs', bounds, dark: false, devTools: false })
  expect(options).toMatchObject({ ...bounds, show: false })
  expect(options.minWidth).toBeLessThanOrEqual(800)
  expect(options.minHeight).toBeLessThanOrEqual(600)
  const shades = [false, true].map((dark) => mainWindowOptions({ preloadPath: '/p.cjs', bounds, dark, devTools: true }))
  expect(new Set(shades.map(({ backgroundColor }) => backgroundColor)).size).toBe(2)
})

it('has developer tools only where they are asked for', () => {
  for (const devTools of [true, false]) {
    const { webPreferences } = mainWindowOptions({ preloadPath: '/p.cjs', bounds, dark: false, devTools })
    expect(webPreferences?.devTools).toBe(devTools)
  }
})

it('is 1280 by 800 when no place is remembered, and dark before the first frame in a dark theme', () => {
  const options = mainWindowOptions({ preloadPath: '/p.cjs', bounds: {}, dark: true, devTools: true })
  expect(options).toMatchObject({ width: 1280, height: 800, backgroundColor: '#17181a' })
  expect(options).not.toHaveProperty('x')
})
