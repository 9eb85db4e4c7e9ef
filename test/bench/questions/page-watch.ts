/** What measures in the page. */
export interface Watch {
  /** Waits for the next event of this kind, and from then on for other rows. */
  begin(kind: 'keydown' | 'click' | 'input'): void
  /** Milliseconds from the event to the frame after the one with other rows; null when none came for long. */
  end(): Promise<number | null>
  /** Scrolls a few rows with each frame; returns the milliseconds of every frame, and the most rows in the document. */
  scroll(): Promise<{ frames: number[]; most: number }>
}

export const watchName = '__benchWatch'

/** Installs the watch. It reaches the page as text, so it uses nothing from this module. */
export function installWatch(name: string): void {
  const patience = 60_000
  const scrolledFrames = 180
  const rowsPerFrame = 3
  const grid = document.querySelector('[role="grid"]')
  const count = document.querySelector('[data-region="toolbar"]')
  if (grid === null || count === null) throw new Error('There is no list')
  const rows = () => grid.querySelectorAll('[data-row]:not([data-row="-1"])')
  const seen = () => [...rows()].map((row) => row.textContent).join('|')
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
  let ended: Promise<number | null> = Promise.resolve(null)

  const watch: Watch = {
    begin(kind) {
      ended = new Promise((resolve) => {
        addEventListener(
          kind,
          ({ timeStamp }) => {
            const before = seen()
            const give = (taken: number | null) => {
              observer.disconnect()
              clearTimeout(timer)
              resolve(taken)
            }
            const timer = setTimeout(() => give(null), patience)
            const observer = new MutationObserver(() => {
              if (seen() === before) return
              observer.disconnect()
              // A message sent in a frame arrives when that frame has been laid out and painted.
              requestAnimationFrame(() => {
                const { port1, port2 } = new MessageChannel()
                port2.onmessage = () => give(performance.now() - timeStamp)
                port1.postMessage(null)
              })
            })
            observer.observe(grid, { childList: true, characterData: true, subtree: true })
          },
          { capture: true, once: true },
        )
      })
    },
    async end() {
      const taken = await ended
      // Where the count comes later, a column may fold then: that is not what the next input brings.
      while (grid.getAttribute('aria-rowcount') === '-1') await frame()
      return taken
    },
    async scroll() {
      const [, scroller] = grid.querySelectorAll('[role="rowgroup"]')
      if (scroller === undefined) throw new Error('The list does not scroll')
      const height = rows()[0]?.getBoundingClientRect().height ?? 30
      const frames: number[] = []
      let most = 0
      scroller.scrollTop = 0
      let last = await frame()
      for (let turn = 0; turn < scrolledFrames; turn++) {
        scroller.scrollTop += rowsPerFrame * height
        const now = await frame()
        frames.push(now - last)
        last = now
        most = Math.max(most, rows().length)
      }
      return { frames, most }
    },
  }
  Reflect.set(globalThis, name, watch)
}
