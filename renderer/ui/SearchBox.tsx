import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button, Input, SearchField } from 'react-aria-components'
import { t } from '../format/words.ts'
import { onMac, shortcutName, useShortcut } from './keyboard.ts'
import styles from './SearchBox.module.css'

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

  const type = (typed: string) => {
    setText(typed)
    const next = typed.trim()
    if (next === sent.current) return
    sent.current = next
    onSearch(next)
  }

  useShortcut('f', () => {
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
