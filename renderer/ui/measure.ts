import { type RefObject, useCallback, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react'

/** The browsers' default letter size, for which type and rows are drawn. */
const usualPixels = 16

const listeners = new Set<() => void>()
let ruler: HTMLElement | null = null
let scale = 1

const read = (): void => {
  scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / usualPixels || 1
}

/** Watches the root's letter size. No event reports it, but an element of that width fires a resize observer. */
function watch(): void {
  ruler = document.createElement('div')
  ruler.className = 'root-font-ruler'
  document.body.append(ruler)
  new ResizeObserver(() => {
    const before = scale
    read()
    if (scale !== before) for (const listener of listeners) listener()
  }).observe(ruler)
}

function subscribe(listener: () => void): () => void {
  if (ruler === null) watch()
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The window's letter size relative to the usual one; lengths in pixels are multiplied by it. */
export const useTextScale = (): number =>
  useSyncExternalStore(subscribe, () => {
    if (ruler === null) read()
    return scale
  })

/** Whether a media query holds now, followed as the window changes. */
export function useMediaQuery(query: string): boolean {
  const media = useMemo(() => window.matchMedia(query), [query])
  return useSyncExternalStore(
    // The same function each time: with another one, every drawing would end the watch and begin it again.
    useCallback(
      (changed) => {
        media.addEventListener('change', changed)
        return () => media.removeEventListener('change', changed)
      },
      [media],
    ),
    () => media.matches,
  )
}

/**
 * Whether a panel covers the screen, since there is no room beside it: in a window under 1,100 pixels at the usual letter
 * size. What stands at the side of a page then folds into it.
 */
export function usePanelCovers(): boolean {
  const least = Math.round(1_100 * useTextScale())
  return useMediaQuery(`(max-width: ${least - 1}px)`)
}

/** The inner width of an element in pixels, followed as it changes; 0 before layout. */
export function useElementWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const node = element.current
    if (node === null) return
    const read = () => setWidth(node.clientWidth)
    read()
    const observer = new ResizeObserver(read)
    observer.observe(node)
    return () => observer.disconnect()
  }, [element])
  return width
}
