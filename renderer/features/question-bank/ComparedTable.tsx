import { Fragment, type ReactNode } from 'react'
import { t } from '../../format/words.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './CompareDialog.module.css'
import { comparedTexts, type Piece, shownTexts } from './differences.ts'

interface ComparedTableProps {
  readonly names: readonly [string, string]
  readonly children: ReactNode
}

/** Two things beside each other, a row for each of their fields. */
export const ComparedTable = ({ names, children }: ComparedTableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
  <section className={styles.frame} tabIndex={0} aria-label={names.join(', ')} data-scrolls>
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{t('bank.compare.field')}</span>
          </th>
          {names.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </section>
)

interface ComparedRowProps {
  readonly name: string
  /** Said in words beside its name. */
  readonly differs: boolean
  /** A cell for each of the two. */
  readonly children: ReactNode
}

export const ComparedRow = ({ name, differs, children }: ComparedRowProps) => (
  <tr className={classNames(differs && styles.differs)}>
    <th scope="row">
      {name}
      {differs && <span className={styles.word}>{t('bank.compare.differs')}</span>}
    </th>
    {children}
  </tr>
)

/** The cells of two texts, HTML or plain, with what is in one of them alone marked. */
export function TextValues({ one, other }: { readonly one: string; readonly other: string }) {
  const [piecesOne, piecesOther] = comparedTexts(...shownTexts(one, other))
  return (
    <>
      <td>
        <Marked pieces={piecesOne} />
      </td>
      <td>
        <Marked pieces={piecesOther} />
      </td>
    </>
  )
}

export const Marked = ({ pieces }: { readonly pieces: readonly Piece[] }) =>
  pieces.map(({ text, differs }, place) =>
    differs && text.trim() !== '' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text, in their order
      <mark key={place} className={styles.mark}>
        {text}
      </mark>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text, in their order
      <Fragment key={place}>{text}</Fragment>
    ),
  )
