import { type RefObject, useEffect } from 'react'

/** Less than a pixel apart: the same place, rounded. */
const same = (a: number, b: number): boolean => Math.abs(a - b) < 1

/**
 * Ties a list without a scroll bar of its own to a rail that has one and lies over its edge, so that rows reach the
 * edge beneath the bar. Whichever of the two is scrolled, the other follows.
 */
export function useScrollRail(
  scroller: RefObject<HTMLElement | null>,
  rail: RefObject<HTMLElement | null>,
  there: boolean,
): void {
  useEffect(() => {
    const list = scroller.current
    const bar = rail.current
    if (!there || list === null || bar === null) return
    // Where the rail was put to follow the list: its own event about that must not pull a list still scrolling back.
    let put = 0
    const followList = () => {
      if (same(bar.scrollTop, list.scrollTop)) return
      bar.scrollTop = list.scrollTop
      put = bar.scrollTop
    }
    const followRail = () => {
      if (same(bar.scrollTop, put)) return
      put = bar.scrollTop
      list.scrollTop = bar.scrollTop
    }
    followList()
    list.addEventListener('scroll', followList, { passive: true })
    bar.addEventListener('scroll', followRail, { passive: true })
    return () => {
      list.removeEventListener('scroll', followList)
      bar.removeEventListener('scroll', followRail)
    }
  }, [scroller, rail, there])
}
