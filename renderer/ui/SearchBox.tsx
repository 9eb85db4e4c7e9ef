import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button, Input, SearchField } from 'react-aria-components'
import { t } from '../format/words.ts'
import { onMac, shortcutName, useShortcut } from './keyboard.ts'
import styles from './SearchBox.module.css'

/** Milliseconds without a key before a typed search is sent; a page is answered in less. */
const quiet = 80

interface SearchBoxProps {
  readonly label: string
  readonly placeholder: string
  /** The search the list is showing now. */
  readonly asked: string
  onSearch(text: string): void
}

/** Searches a list while the teacher types; Ctrl (Cmd) and F moves the focus here. */
export function SearchBox({ label, placeholder, asked, onSearch }: SearchBoxProps) {
  const [text, setText] = useState(asked)
  const input = useRef<HTMLInputElement>(null)
  const sent = useRef(asked)
  const search = useRef(onSearch)
  search.current = onSearch

  // "Clear filters" and the search chip must empty the box, too.
  useEffect(() => {
    if (asked === sent.current) return
    sent.current = asked
    setText(asked)
  }, [asked])

  useEffect(() => {
    const next = text.trim()
    if (next === sent.current) return
    const timer = setTimeout(() => {
      sent.current = next
      search.current(next)
    }, quiet)
    return () => clearTimeout(timer)
  }, [text])

  useShortcut('f', () => {
    input.current?.focus()
    input.current?.select()
  })

  return (
    <SearchField aria-label={label} className={styles.field ?? ''} value={text} onChange={setText}>
      <Search className={styles.icon} aria-hidden />
      <Input
        ref={input}
        className={styles.input ?? ''}
        placeholder={placeholder}
        aria-keyshortcuts={shortcutName('F')}
        maxLength={500}
        spellCheck={false}
      />
      {text === '' ? (
        <kbd className={styles.key} aria-hidden>
          {t(onMac ? 'shortcuts.searchMac' : 'shortcuts.search')}
        </kbd>
      ) : (
        <Button className={styles.clear ?? ''} aria-label={t('results.searchClear')}>
          <X aria-hidden />
        </Button>
      )}
    </SearchField>
  )
}
