import { useEffect, useRef } from 'react'
import { currentAccount, useAccounts } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import menu from '../../ui/Menu.module.css'
import { keysNamed, keysShown } from '../../ui/shortcuts.ts'
import styles from './FindDialog.module.css'
import { type FindEntry, type FindGroup, useFind } from './find.ts'

export const findListId = 'find-list'
export const optionId = (at: number): string => `find-option-${at}`

interface FindListProps {
  readonly groups: readonly FindGroup[]
  /** The entry that the arrows have reached, counted over all groups; -1 for none. */
  readonly active: number
  /** Whether it is known that nothing was found. */
  readonly isNothing: boolean
  onReach(at: number): void
  onOpen(entry: FindEntry): void
}

/** The entries under the heading of each group. The focus stays in the field, which names the entry reached. */
export function FindList({ groups, active, isNothing, onReach, onOpen }: FindListProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const reached = list.current?.querySelector('[aria-selected="true"]')
    // The first entry is seen with the heading above it.
    if (active > 0) reached?.scrollIntoView({ block: 'nearest' })
    else list.current?.scrollTo({ top: 0 })
  }, [active])
  let from = 0
  const starts = groups.map(({ entries }) => {
    const start = from
    from += entries?.length ?? 0
    return start
  })
  return (
    <div ref={list} id={findListId} className={styles.list} role="listbox" aria-label={t('find.list')}>
      {isNothing && <Nothing />}
      {groups.map(({ source, entries }, place) => {
        const heading = `find-group-${source.id}`
        return (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, these are choices
          <div key={source.id} role="group" aria-labelledby={heading}>
            <div id={heading} className={menu.section} role="presentation">
              {entries === null ? t('find.reading', { group: source.title() }) : source.title()}
            </div>
            {(entries ?? []).map((entry, within) => {
              const at = (starts[place] ?? 0) + within
              return (
                <Entry
                  key={entry.id}
                  id={optionId(at)}
                  entry={entry}
                  isReached={at === active}
                  onReach={() => at !== active && onReach(at)}
                  onOpen={() => onOpen(entry)}
                />
              )
            })}
          </div>
        )
      })}
    </div>
  )
}

interface EntryProps {
  readonly id: string
  readonly entry: FindEntry
  readonly isReached: boolean
  onReach(): void
  onOpen(): void
}

function Entry({ id, entry: { words, aside, keys, icon: Icon }, isReached, onReach, onOpen }: EntryProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field opens the entry reached with Enter
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
    <div
      id={id}
      role="option"
      aria-selected={isReached}
      className={menu.item}
      data-focused={isReached || undefined}
      data-focus-visible={isReached || undefined}
      onPointerMove={onReach}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onOpen}
    >
      <Icon aria-hidden />
      <span className={styles.words}>
        <span className={styles.name}>{words}</span>
        {aside !== undefined && <span className={styles.aside}>{aside}</span>}
      </span>
      {keys !== undefined && (
        <>
          <span className="visually-hidden">{keysNamed(keys)}</span>
          <kbd className={styles.keys} aria-hidden>
            {keysShown(keys)}
          </kbd>
        </>
      )}
    </div>
  )
}

/** Says that nothing was found, and where it was looked for. */
function Nothing() {
  const text = useFind((state) => state.text.trim())
  const account = useAccounts(currentAccount)
  const where = account === null ? '' : t('find.ofAccount', { account: account.name })
  return (
    <div className={styles.nothing} role="presentation">
      <p className={styles.nothingTitle}>{t('find.nothing', { text })}</p>
      <p>{t('find.nothingWhere', { where })}</p>
      <p>{t('find.nothingHint')}</p>
    </div>
  )
}
