import { type RefObject, useLayoutEffect, useState, useSyncExternalStore } from 'react'

/** Pixels that type and rows are drawn for: what browsers write in unless somebody wants it larger. */
const usualPixels = 16

const told = new Set<() => void>()
let ruler: HTMLElement | null = null
let scale = 1

const read = (): void => {
  scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / usualPixels || 1
}

/** Watches the size of the root's letters by the only thing that says when it changes: something as wide as they are. */
function watch(): void {
  ruler = document.createElement('div')
  ruler.className = 'root-font-ruler'
  document.body.append(ruler)
  new ResizeObserver(() => {
    const before = scale
    read()
    if (scale !== before) for (const tell of told) tell()
  }).observe(ruler)
}

function subscribe(tell: () => void): () => void {
  if (ruler === null) watch()
  told.add(tell)
  return () => told.delete(tell)
}

/** How much larger than usual the letters of the window are; what is counted in pixels grows with them. */
export const useTextScale = (): number =>
  useSyncExternalStore(subscribe, () => {
    if (ruler === null) read()
    return scale
  })

/** Whether a media query holds at this moment, followed as the window changes. */
export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    () => window.matchMedia(query).matches,
  )
}

/** The inner width of an element in pixels, followed as it changes; 0 before it is laid out. */
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
