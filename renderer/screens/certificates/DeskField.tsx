import { Search, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { IconButton } from '../../components/IconButton.tsx'
import { t } from '../../i18n.ts'
import { shortcutName, useShortcut } from '../../keyboard.ts'
import { useDesk } from '../../state/certificate-desk.ts'
import styles from './DeskField.module.css'
import { matchId, matchListId } from './match-ids.ts'

/** The one field. Every keystroke asks; arrows choose among several answers and Enter opens one, without leaving it. */
export function DeskField() {
  const { text, answer, active, openId, type, move, openOne, closeOne } = useDesk()
  const input = useRef<HTMLInputElement>(null)
  const matches = answer?.matches ?? []
  const listed = matches.length > 1 && openId === null
  const reached = listed ? matches[active] : undefined

  useEffect(() => {
    // Whoever walks along the tabs by keyboard stays there.
    if (document.activeElement?.matches('[role="tab"]:focus-visible')) return
    input.current?.focus()
    input.current?.select()
  }, [])
  useShortcut('f', () => {
    input.current?.focus()
    input.current?.select()
  })

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && openId !== null) closeOne()
    else if (event.key === 'Escape' && text !== '') type('')
    else if (!listed) return
    else if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'Enter' && reached) openOne(reached.id)
    else return
    event.preventDefault()
  }

  return (
    <div className={styles.field}>
      <Search className={styles.icon} aria-hidden />
      <input
        ref={input}
        className={styles.input}
        role="combobox"
        aria-label={t('certificates.desk.label')}
        aria-expanded={listed}
        aria-controls={listed ? matchListId : undefined}
        aria-activedescendant={reached ? matchId(reached.id) : undefined}
        aria-autocomplete="list"
        aria-keyshortcuts={shortcutName('F')}
        placeholder={t('certificates.desk.placeholder')}
        maxLength={500}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={({ target }) => type(target.value)}
        onKeyDown={onKeyDown}
      />
      {text !== '' && (
        <IconButton
          icon={X}
          label={t('certificates.desk.clear')}
          onPress={() => {
            type('')
            input.current?.focus()
          }}
        />
      )}
    </div>
  )
}
