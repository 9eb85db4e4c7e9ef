const inside = '[tabindex="0"], button:not([disabled]):not([tabindex="-1"]), input:not([disabled])'

/** Moves the focus to the next region of the window (sidebar, toolbar, grid, panel), or the one before. */
export function moveToRegion(by: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region], [role="grid"]')].filter(
    (region) => region.closest('[inert]') === null,
  )
  const here = regions.findIndex((region) => region.contains(document.activeElement))
  const next = regions[(here + by + regions.length) % regions.length] ?? regions[0]
  next?.querySelector<HTMLElement>(inside)?.focus()
}
