import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button, Input, SearchField } from 'react-aria-components'
import { asksSomething, longestSearch, searchWords } from '../../shared/model/text.ts'
import { t } from '../format/words.ts'
import { useShortcut } from './keyboard.ts'
import styles from './SearchBox.module.css'
import { shortcutName, shortcutShown } from './shortcuts.ts'

/**
 * Keeps the text of a search to its length. `isCut` is whether something of what was typed or pasted last was left out;
 * a `CutNote` then says so.
 * @param cut what is kept of a text that is too long
 */
export function useSearchLength(
  onText: (text: string) => void,
  cut = (typed: string) => typed.slice(0, longestSearch),
) {
  const [isCut, setIsCut] = useState(false)
  const type = (typed: string) => {
    setIsCut(typed.length > longestSearch)
    onText(typed.length > longestSearch ? cut(typed) : typed)
  }
  return { type, isCut }
}

/** Says what of a long text a search takes. Stands there empty before, so that it is read aloud when it comes. */
export const CutNote = ({ isCut, className }: { isCut: boolean; className: string | undefined }) => (
  <p role="status" className={isCut ? className : 'visually-hidden'}>
    {isCut && t('results.searchCut', { count: longestSearch })}
  </p>
)

/** What a list is asked for by a text as typed; '' for nothing. */
const askedBy = (typed: string): string => (asksSomething(typed) ? typed.trim() : '')
const wordsOf = (typed: string): string => JSON.stringify(searchWords(typed))

interface SearchBoxProps {
  readonly label: string
  readonly placeholder: string
  /** The search the list is showing now. */
  readonly asked: string
  onSearch(text: string): void
}

/**
 * Searches a list with every letter the teacher types: a list answers within a frame or two, and drops a question that
 * the next letter overtakes. Ctrl (Cmd) and F moves the focus here.
 */
export function SearchBox({ label, placeholder, asked, onSearch }: SearchBoxProps) {
  const [text, setText] = useState(asked)
  const input = useRef<HTMLInputElement>(null)
  const sent = useRef(asked)

  // "Clear filters" and the search chip must empty the box, too.
  useEffect(() => {
    if (asked === sent.current) return
    sent.current = asked
    setText(asked)
  }, [asked])

  const { type, isCut } = useSearchLength((typed) => {
    setText(typed)
    const next = askedBy(typed)
    // A space, a comma or a quotation mark behind the words asks nothing new.
    if (wordsOf(next) === wordsOf(sent.current)) return
    sent.current = next
    onSearch(next)
  })

  useShortcut('search', () => {
    input.current?.focus()
    input.current?.select()
  })

  return (
    <SearchField aria-label={label} className={styles.field ?? ''} value={text} onChange={type}>
      <Search className={styles.icon} aria-hidden />
      <Input
        ref={input}
        className={styles.input ?? ''}
        placeholder={placeholder}
        data-list-search=""
        aria-keyshortcuts={shortcutName('search')}
        spellCheck={false}
      />
      {text === '' ? (
        <kbd className={styles.key} aria-hidden>
          {shortcutShown('search')}
        </kbd>
      ) : (
        <Button className={styles.clear ?? ''} aria-label={t('results.searchClear')}>
          <X aria-hidden />
        </Button>
      )}
      <CutNote isCut={isCut} className={styles.note} />
    </SearchField>
  )
}
