import { type ReactNode, useRef } from 'react'
import { useElementWidth, useTextScale } from '../measure.ts'
import styles from './charts.module.css'

interface DrawingProps {
  /** In pixels at the usual letter size. */
  readonly height: number
  /** In pixels; that of the place it stands in where it is left out. */
  readonly width?: number
  /** Draws into so many pixels at the usual letter size. */
  children(width: number): ReactNode
}

/** The drawing of a chart, as wide as its place. Everything in it is said by the finding and the table beside it. */
export function Drawing({ height, width: given, children }: DrawingProps) {
  const place = useRef<HTMLDivElement>(null)
  const measured = useElementWidth(place)
  const scale = useTextScale()
  const width = given ?? measured / scale
  return (
    <div ref={place}>
      {width > 0 && (
        <svg className={styles.drawing} viewBox={`0 0 ${width} ${height}`} aria-hidden>
          {children(width)}
        </svg>
      )}
    </div>
  )
}

interface MarkProps {
  /** Opens what is behind it; the table beside the chart opens the same by keyboard. */
  readonly onOpen?: (() => void) | undefined
  readonly title: string
  readonly children: ReactNode
}

/** One thing that is drawn, with what it says when the pointer rests on it. */
export const Mark = ({ onOpen, title, children }: MarkProps) => (
  // biome-ignore lint/a11y/noStaticElementInteractions: the table beside it opens the same by keyboard
  <g className={styles.mark} data-opens={onOpen === undefined ? undefined : ''} onClick={onOpen}>
    <title>{title}</title>
    {children}
  </g>
)
