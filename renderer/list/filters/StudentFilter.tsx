import { useEffect, useState } from 'react'
import { Autocomplete, Input, ListBox, ListBoxItem, SearchField } from 'react-aria-components'
import { chosenOf, withConditions, without } from '../../../shared/model/filter.ts'
import { longestSearch } from '../../../shared/model/text.ts'
import { api, latestOnly } from '../../api/client.ts'
import { rowAccount, useAccounts } from '../../app/accounts.ts'
import { fullName, wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { CheckMark } from '../../ui/Choice.tsx'
import { classNames } from '../../ui/class-names.ts'
import styles from '../../ui/Editor.module.css'
import menu from '../../ui/Menu.module.css'
import { filterName, useListFilter } from './filter-kinds.ts'
import { type FoundStudents, findStudents, idOfStudent, keepNames } from './student-names.ts'

/** Chooses any number of students, found as the list of students finds them. */
export function StudentFilter() {
  const { filter, setFilter, countsResults } = useListFilter()
  const accountOf = rowAccount(useAccounts())
  const [text, setText] = useState('')
  const found = useFound(text)
  const chosen = chosenOf(filter, 'student') ?? []
  const { students, named, total } = found ?? { students: [], named: [], total: 0 }
  // One chosen by a former key is the student it was merged into.
  const ownOf = new Map(named.map((student) => [idOfStudent(student.asked), student]))
  const selected = chosen.map((value) => idOfStudent(ownOf.get(idOfStudent(value)) ?? value))

  const choose = (ids: ReadonlySet<string>) => {
    const listed = new Set(students.map(idOfStudent))
    const kept = chosen.filter((_, at) => !listed.has(selected[at] ?? ''))
    const now = students.filter((student) => ids.has(idOfStudent(student)))
    keepNames(now)
    const value = [...kept, ...now.map(({ account, key }) => ({ account, key }))]
    setFilter(withConditions(filter, { field: 'student', op: 'in', value }))
  }

  return (
    // Enter before the answer chooses nobody of the last one.
    <Autocomplete inputValue={text} onInputChange={setText} disableAutoFocusFirst>
      <SearchField className={styles.search ?? ''} aria-label={t('filter.findStudent')} autoFocus>
        <Input
          className={styles.searchInput ?? ''}
          placeholder={t('filter.findStudentHint')}
          maxLength={longestSearch}
          // The arrows in it scroll the list, which has no stop of its own.
          role="combobox"
          aria-expanded
          spellCheck={false}
        />
      </SearchField>
      <ListBox
        className={classNames(menu.list, styles.choices)}
        aria-label={filterName('student')}
        items={students.map((student) => ({ id: idOfStudent(student), student }))}
        dependencies={[countsResults]}
        selectionMode="multiple"
        selectedKeys={selected}
        escapeKeyBehavior="none"
        onSelectionChange={(keys) => {
          if (keys !== 'all') choose(new Set([...keys].map(String)))
        }}
        renderEmptyState={() => (
          <div className={menu.none}>{t(found === null ? 'filter.reading' : 'filter.nothingFound')}</div>
        )}
      >
        {({ student }) => {
          const name = fullName(student) || t('results.noName')
          // Two may have one name.
          const apart = [student.email, accountOf?.(student.account)?.name].filter(Boolean).join(' · ')
          return (
            <ListBoxItem className={menu.item ?? ''} textValue={name}>
              <CheckMark />
              <span className={menu.words}>
                {name}
                {apart !== '' && <span className={menu.aside}> {apart}</span>}
              </span>
              {countsResults && <span className={menu.aside}>{wholeNumber(student.results)}</span>}
            </ListBoxItem>
          )
        }}
      </ListBox>
      {total > students.length && (
        <p className={menu.none} role="status">
          {t('filter.moreStudents', { count: total - students.length })}
        </p>
      )}
    </Autocomplete>
  )
}

/** Who has the text, with those chosen before it was typed; null until the first answer, and later the last one. */
function useFound(text: string): FoundStudents | null {
  const { filter } = useListFilter()
  const accounts = useAccounts((state) => state.filterAccounts())
  const [found, setFound] = useState<FoundStudents | null>(null)
  const others = JSON.stringify(without(filter, 'student'))
  // biome-ignore lint/correctness/useExhaustiveDependencies: choosing leaves the list as it is, so that nothing moves
  useEffect(() => {
    const latest = latestOnly()
    let isOver = false
    const load = () =>
      void latest(
        () => findStudents(text, filter, accounts),
        (answer) => {
          if (!isOver) setFound(answer)
        },
      )
    load()
    const stops = [api.results.changed(load), api.students.changed(load)]
    return () => {
      isOver = true
      for (const stop of stops) stop()
    }
  }, [text, others, accounts])
  return found
}
