import type { MenuItemConstructorOptions } from 'electron'
import { expect, it, vi } from 'vitest'
import { menuTemplate } from '../../../electron/desktop/menu.ts'

vi.mock('electron', () => ({ Menu: {} }))

const rolesOf = (items: readonly MenuItemConstructorOptions[]): string[] =>
  items.flatMap((item) => [
    ...(item.role === undefined ? [] : [item.role]),
    ...(Array.isArray(item.submenu) ? rolesOf(item.submenu) : []),
  ])

const template = (platform: NodeJS.Platform, devTools: boolean) =>
  menuTemplate({ platform, devTools, openClassMarker: () => {} })

it('offers developer tools and reload only where they exist', () => {
  expect(rolesOf(template('linux', true))).toEqual(expect.arrayContaining(['toggleDevTools', 'reload']))
  expect(rolesOf(template('linux', false))).not.toEqual(expect.arrayContaining(['toggleDevTools']))
  expect(rolesOf(template('linux', false))).not.toEqual(expect.arrayContaining(['reload']))
})

it('has copy and paste, zoom and quit on every system', () => {
  for (const platform of ['linux', 'win32'] as const) {
    expect(rolesOf(template(platform, false))).toEqual(expect.arrayContaining(['editMenu', 'zoomIn', 'quit']))
  }
  expect(rolesOf(template('darwin', false))).toEqual(expect.arrayContaining(['appMenu', 'editMenu', 'zoomIn', 'close']))
})
