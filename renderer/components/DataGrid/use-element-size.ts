import { type RefObject, useLayoutEffect, useState } from 'react'

/** The inner size of an element in pixels, followed as it changes; 0 × 0 before it is laid out. */
export function useElementSize(element: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const node = element.current
    if (node === null) return
    const read = () => setSize({ width: node.clientWidth, height: node.clientHeight })
    read()
    const observer = new ResizeObserver(read)
    observer.observe(node)
    return () => observer.disconnect()
  }, [element])
  return size
}
