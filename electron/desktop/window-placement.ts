import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Rectangle } from 'electron'
import { minimumWindowSize } from './window-options.ts'

/** Where the window was when it was last closed, in screen pixels as Electron counts them. */
export interface WindowPlacement {
  bounds: Rectangle
  maximized: boolean
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

function isPlacement(value: unknown): value is WindowPlacement {
  if (typeof value !== 'object' || value === null || !('bounds' in value) || !('maximized' in value)) return false
  const { bounds, maximized } = value
  if (typeof bounds !== 'object' || bounds === null || typeof maximized !== 'boolean') return false
  return ['x', 'y', 'width', 'height'].every((side) => isNumber(Reflect.get(bounds, side)))
}

/** How much of `window` lies on `area`, in square pixels. */
function overlap(window: Rectangle, area: Rectangle): number {
  const width = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x)
  const height = Math.min(window.y + window.height, area.y + area.height) - Math.max(window.y, area.y)
  return Math.max(0, width) * Math.max(0, height)
}

/**
 * Whether a remembered place can still be used: large enough, and at least half of it on one of the screens there are
 * now. A window remembered on a monitor that is gone would otherwise open where nobody sees it.
 */
export function isUsablePlacement(bounds: Rectangle, workAreas: readonly Rectangle[]): boolean {
  if (bounds.width < minimumWindowSize.width || bounds.height < minimumWindowSize.height) return false
  return workAreas.some((area) => overlap(bounds, area) * 2 >= bounds.width * bounds.height)
}

/** Reads the remembered place. @returns null when there is none, or it cannot be read or used any more. */
export function readPlacement(file: string, workAreas: readonly Rectangle[]): WindowPlacement | null {
  try {
    const placement: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isPlacement(placement) && isUsablePlacement(placement.bounds, workAreas) ? placement : null
  } catch {
    // The window opens at its default size.
    return null
  }
}

/** Remembers the place. A folder that cannot be written to costs the memory only, so errors are swallowed. */
export function writePlacement(file: string, placement: WindowPlacement): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(placement))
    renameSync(`${file}.new`, file)
  } catch {
    // The window opens at its default size next time.
  }
}
