import { Image, ImageOff } from 'lucide-react'
import { createElement, type ReactNode, useMemo, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { api, asAppError } from '../../api/client.ts'
import { sayFailed } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import { LongText } from '../../ui/LongText.tsx'
import styles from './QuestionText.module.css'
import { type Part, type Picture, partsOf } from './question-html.ts'

interface QuestionTextProps {
  /** As ClassMarker sent it. */
  readonly html: string
  /** The account that it came with, whose pictures may be asked for; null where they stay closed. */
  readonly account: string | null
}

/** HTML of a question, an option or a feedback, sanitised; pictures are placeholders until they are asked for. */
export function QuestionText({ html, account }: QuestionTextProps) {
  const parts = useMemo(() => partsOf(html), [html])
  return <div className={styles.text}>{parts.map((part, place) => drawn(part, place, account))}</div>
}

/** Letters that are drawn in one piece. */
const pieceLetters = 240

function drawn(part: Part, place: number, account: string | null): ReactNode {
  // Another picture in the same place is another box, or it would show the one before it.
  if (part.kind === 'picture')
    return <PictureBox key={`${account} ${part.address} ${place}`} picture={part} account={account} />
  if (part.kind === 'text')
    return part.text.length > pieceLetters ? <LongText key={place} text={part.text} /> : part.text
  const { tag, parts, span } = part
  if (tag === 'br') return <br key={place} />
  return createElement(tag, { key: place, ...span }, ...parts.map((inner, at) => drawn(inner, at, account)))
}

interface PictureBoxProps {
  readonly picture: Picture
  readonly account: string | null
  /** In the size of a thumbnail. */
  readonly small?: boolean
}

/** Pictures shown since the window opened, by account and address, the oldest first. */
const shown = new Map<string, string>()
/** Letters of all of them together. */
const mostKept = 40_000_000
let kept = 0

function keep(key: string, data: string): void {
  kept += data.length - (shown.get(key)?.length ?? 0)
  shown.delete(key)
  shown.set(key, data)
  for (const [oldest, { length }] of shown) {
    if (kept <= mostKept || oldest === key) break
    shown.delete(oldest)
    kept -= length
  }
}

/** A picture of a question: a button in its place until it is pressed, since asking for it tells ClassMarker so. */
export function PictureBox({ picture: { address, words }, account, small = false }: PictureBoxProps) {
  const key = `${account} ${address}`
  const [data, setData] = useState(() => shown.get(key) ?? null)
  const [isAsking, setAsking] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  // The picture takes the place of the button, and with it the focus.
  const hasFocus = useRef(false)
  const size = small ? styles.small : styles.picture
  if (data !== null) {
    const focus = (image: HTMLImageElement | null) => {
      if (hasFocus.current) image?.focus()
      hasFocus.current = false
    }
    return <img ref={focus} tabIndex={-1} className={size} src={data} alt={words} />
  }
  if (address === null || account === null) {
    return (
      <span className={`${styles.box} ${size}`} title={address === null ? t('questions.picture.elsewhere') : undefined}>
        <ImageOff aria-hidden />
        <span>{words === '' ? t('questions.picture.closed') : words}</span>
      </span>
    )
  }
  const load = async () => {
    setAsking(true)
    try {
      const loaded = await api.questions.picture({ account, url: address })
      keep(key, loaded)
      hasFocus.current = document.activeElement === button.current
      setData(loaded)
    } catch (thrown) {
      sayFailed(asAppError(thrown), { accountId: account })
    }
    setAsking(false)
  }
  return (
    <Button ref={button} className={`${styles.box} ${size}`} isPending={isAsking} onPress={() => void load()}>
      <Image aria-hidden />
      <span>{isAsking ? t('questions.picture.loading') : t('questions.picture.show')}</span>
      {words !== '' && <span className={small ? 'visually-hidden' : styles.alt}>{words}</span>}
    </Button>
  )
}
