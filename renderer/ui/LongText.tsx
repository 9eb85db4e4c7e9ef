import { Fragment, type ReactNode, useState } from 'react'
import { cut, piecesOf } from '../bounded-text/bounded-props.ts'
import { wholeNumber } from '../format/numbers.ts'
import { t } from '../format/words.ts'
import styles from './LongText.module.css'

/** Letters of a longer text that are shown until the whole of it is asked for. */
const firstLetters = 240

/** Letters in a line of the whole text: short enough to need no wrapping in a text without spaces. */
const lineLetters = 72

/** Lines added at a time: 36,000 letters of any script are drawn within a tenth of a second. */
const linesAtOnce = 500

/** A text from outside: whole when short; else its beginning, with the whole of it on demand in a box that scrolls. */
export function LongText({ text }: { readonly text: string }) {
  const [whole, setWhole] = useState(false)
  if (text.length <= firstLetters) return <>{breakable(text)}</>
  if (whole) return <Whole text={text} onLess={() => setWhole(false)} />
  return (
    <>
      {cut(text, firstLetters)}{' '}
      <button type="button" className={styles.button} onClick={() => setWhole(true)}>
        {t('longText.showAll', { letters: wholeNumber(text.length) })}
      </button>
    </>
  )
}

function Whole({ text, onLess }: { readonly text: string; onLess(): void }) {
  const lines = piecesOf(text, lineLetters)
  const [shown, setShown] = useState(linesAtOnce)
  return (
    <span className={styles.whole}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <span className={styles.box} tabIndex={0} data-scrolls>
        {lines.slice(0, shown).map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one text, in their order
          <span key={place} className={styles.line}>
            {line}
          </span>
        ))}
      </span>
      {shown < lines.length && (
        <button type="button" className={styles.button} onClick={() => setShown(shown + linesAtOnce)}>
          {t('longText.showMore')}
        </button>
      )}
      <button type="button" className={styles.button} onClick={onLess}>
        {t('longText.showLess')}
      </button>
    </span>
  )
}

/** Lets an e-mail address break after its @ and its dots rather than in the middle of a word. */
function breakable(value: string): ReactNode {
  if (!/^\S+@\S+$/.test(value)) return value
  return value.split(/(?<=[@.])/).map((part, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text, in their order
    <Fragment key={place}>
      {place > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}

interface DetailCardProps {
  readonly caption?: string
  /** A few words at the caption's other end. */
  readonly aside?: string
  readonly children: ReactNode
}

/** A card of the panel, with a caption where its content needs one. */
export function DetailCard({ caption, aside, children }: DetailCardProps) {
  return (
    <section className={styles.card}>
      {caption !== undefined && (
        <div className={styles.head}>
          <h3 className={styles.caption}>{caption}</h3>
          {aside !== undefined && <span className={styles.caption}>{aside}</span>}
        </div>
      )}
      {children}
    </section>
  )
}

/** A name and its value; a value of null or '' is not shown. `shown` stands in place of the name. */
export type Fact = readonly [name: string, value: string | null, shown?: ReactNode]

/** Facts one below the other, with the values in one column. */
export function Facts({ facts, sent = false }: { facts: readonly Fact[]; sent?: boolean }) {
  return (
    <dl className={sent ? styles.sent : styles.facts}>
      {facts
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value, shown = name]) => (
          <Fragment key={name}>
            <dt>{shown}</dt>
            <dd title={value ?? undefined}>
              <LongText text={value ?? ''} />
            </dd>
          </Fragment>
        ))}
    </dl>
  )
}
