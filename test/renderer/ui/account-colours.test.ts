import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { accountColours } from '../../../shared/model/account.ts'

const tokens = readFileSync(new URL('../../../renderer/ui/tokens.css', import.meta.url), 'utf8')
const themes = ['light', 'dark'] as const

/** A token's colour in a theme, as its three channels from 0 to 1. */
function colour(token: string, theme: (typeof themes)[number]): number[] {
  const found = tokens.match(new RegExp(`--${token}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`))
  const hex = found?.[theme === 'light' ? 1 : 2]
  if (hex === undefined) throw new Error(`There is no token --${token}`)
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255)
}

// WCAG 2.2, "relative luminance" and "contrast ratio".
const luminance = (channels: readonly number[]): number =>
  channels
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    .reduce((sum, value, place) => sum + value * ([0.2126, 0.7152, 0.0722][place] ?? 0), 0)

function contrast(one: readonly number[], other: readonly number[]): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

describe.each(themes)('the colours of accounts in the %s theme', (theme) => {
  const colours = Array.from({ length: accountColours }, (_, number) => `account-${number}`)

  it.each(colours)('%s can be read: its letters on it, and it on what lies below', (token) => {
    expect(contrast(colour('account-ink', theme), colour(token, theme))).toBeGreaterThanOrEqual(4.5)
    for (const below of ['background', 'surface', 'hover', 'accent-soft']) {
      expect(contrast(colour(token, theme), colour(below, theme)), below).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('are all different', () => {
    expect(new Set(colours.map((token) => colour(token, theme).join())).size).toBe(accountColours)
  })
})
