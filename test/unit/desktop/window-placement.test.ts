import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { isUsablePlacement, readPlacement, writePlacement } from '../../../electron/desktop/window-placement.ts'

const screens = [
  { x: 0, y: 25, width: 1440, height: 875 },
  { x: 1440, y: 0, width: 1920, height: 1080 },
]
const placement = { bounds: { x: 100, y: 100, width: 1280, height: 780 }, maximized: true }

describe('the remembered place of the window', () => {
  let file = ''
  beforeEach(() => {
    file = join(mkdtempSync(join(tmpdir(), 'gradekeep-placement-')), 'window.json')
  })

  it('is read back as it was written', () => {
    writePlacement(file, placement)
    expect(readPlacement(file, screens)).toEqual(placement)
  })

  it.each(['', '{', 'null', '[]', '{"bounds":{"x":"0"},"maximized":false}', '{"bounds":null,"maximized":true}'])(
    'is forgotten when the file holds %j',
    (text) => {
      writeFileSync(file, text)
      expect(readPlacement(file, screens)).toBeNull()
    },
  )

  it('is forgotten when there is no file', () => {
    expect(readPlacement(file, screens)).toBeNull()
  })

  it('does not stop the window from closing when the folder cannot be written to', () => {
    expect(() => writePlacement(join(file, 'nowhere', 'window.json'), placement)).not.toThrow()
  })

  it.each([
    ['on the first screen', { x: 0, y: 25, width: 1280, height: 800 }, true],
    ['on the second screen', { x: 1500, y: 100, width: 1280, height: 800 }, true],
    ['mostly on a screen', { x: -300, y: 25, width: 1280, height: 800 }, true],
    ['on a screen that is gone', { x: 4000, y: 100, width: 1280, height: 800 }, false],
    ['with only an edge showing', { x: -1200, y: 25, width: 1280, height: 800 }, false],
    ['smaller than a window can be', { x: 0, y: 25, width: 300, height: 200 }, false],
  ])('%s: usable is decided', (_where, bounds, usable) => {
    expect(isUsablePlacement(bounds, screens)).toBe(usable)
  })
})
