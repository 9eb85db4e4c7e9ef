import { Ban, StickyNote, Tag } from 'lucide-react'
import { t } from '../format/words.ts'
import styles from './RowMarks.module.css'

interface Marked {
  readonly note: boolean
  readonly labels: readonly string[]
  readonly excused: boolean
}

interface Mark {
  readonly id: string
  readonly Icon: typeof Tag
  readonly words: string
}

const marksOf = ({ note, labels, excused }: Marked): readonly Mark[] => [
  ...(note ? [{ id: 'note', Icon: StickyNote, words: t('grid.marks.note') }] : []),
  ...(labels.length > 0
    ? [{ id: 'labels', Icon: Tag, words: t('grid.marks.labels', { count: labels.length, names: labels.join(', ') }) }]
    : []),
  ...(excused ? [{ id: 'excused', Icon: Ban, words: t('grid.marks.excused') }] : []),
]

/** The room of a mark in a row, in pixels at the usual letter size. */
const markWidth = 18

export const marksRoom = (marked: Marked | undefined): number =>
  marked === undefined ? 0 : marksOf(marked).length * markWidth

/** Small marks behind a name: that there is a note, a label, a decision; each with its words for who cannot see it. */
export const RowMarks = ({ marked }: { readonly marked: Marked | undefined }) =>
  marked === undefined ? null : (
    <span className={styles.marks}>
      {marksOf(marked).map(({ id, Icon, words }) => (
        <span key={id} title={words}>
          <Icon aria-hidden />
          <span className="visually-hidden">{words}</span>
        </span>
      ))}
    </span>
  )
