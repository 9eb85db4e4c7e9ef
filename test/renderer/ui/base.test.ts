import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const base = readFileSync(new URL('../../../renderer/ui/base.css', import.meta.url), 'utf8').replace(/\s+/g, ' ')

describe('what every page has', () => {
  it('is no cross of the browser’s own in any search field', () => {
    expect(base).toContain('[type="search"]::-webkit-search-cancel-button { display: none; }')
  })
})
