import { ArrowLeft, ChevronDown, PenLine, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Input, Menu, MenuItem, MenuTrigger, SearchField } from 'react-aria-components'
import type { ClassMember, ClassSummary } from '../../../shared/model/class.ts'
import { occursIn } from '../../../shared/model/text.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { DialogButtons, Popover } from '../../ui/Dialog.tsx'
import field from '../../ui/Field.module.css'
import { IconButton } from '../../ui/IconButton.tsx'
import menu from '../../ui/Menu.module.css'
import styles from './Classes.module.css'
import { useClasses } from './classes.ts'
import { extraTimeWords, memberFacts, memberName } from './member-words.ts'

/** Students that are drawn; the rest are found by name. */
const mostShown = 200

/** One class: who is in it. */
export function ClassPage({ shown }: { shown: ClassSummary }) {
  const { members, use, go, close } = useClasses()
  return (
    <>
      <div className={styles.bar}>
        <Button look="quiet" icon={ArrowLeft} onPress={() => go({ at: 'list' })}>
          {t('classes.all')}
        </Button>
        <span className={styles.grow}>{t('classes.students', { count: members?.length ?? shown.students })}</span>
        <AddMenu id={shown.id} />
      </div>
      {members?.length === 0 && <p className={styles.none}>{t('classes.empty')}</p>}
      {members !== null && members.length > 0 && <Members shown={shown} />}
      <DialogButtons>
        <Button onPress={close}>{t('classes.close')}</Button>
        {use !== null && (
          <Button
            look="primary"
            onPress={() => {
              close()
              use(shown)
            }}
          >
            {t('classes.use')}
          </Button>
        )}
      </DialogButtons>
    </>
  )
}

function AddMenu({ id }: { id: number }) {
  const go = useClasses((state) => state.go)
  return (
    <MenuTrigger>
      <Button autoFocus>
        {t('classes.sources.title')}
        <ChevronDown className={styles.chevron} aria-hidden />
      </Button>
      <Popover placement="bottom end">
        <Menu
          className={menu.list ?? ''}
          onAction={(key) => {
            const from = (['file', 'source', 'codes'] as const).find((each) => each === key)
            go(from === undefined ? { at: 'member', id, member: null } : { at: 'add', id, from })
          }}
        >
          {(['file', 'source', 'codes', 'hand'] as const).map((each) => (
            <MenuItem key={each} id={each} className={menu.item ?? ''} textValue={t(`classes.sources.${each}`)}>
              <span className={menu.words}>{t(`classes.sources.${each}`)}</span>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

/** Columns besides the name; all but the e-mail only where somebody has one. */
const factColumns = ['email', 'externalId', 'extraTime'] as const

const factWords: Readonly<Record<(typeof factColumns)[number], (member: ClassMember) => string | undefined>> = {
  email: ({ email }) => email ?? undefined,
  externalId: ({ externalId }) => externalId ?? undefined,
  extraTime: ({ extraTime }) => extraTimeWords(extraTime) || undefined,
}

function Members({ shown }: { shown: ClassSummary }) {
  const { members, known, go, change } = useClasses()
  const [typed, setTyped] = useState('')
  const hasResults = useMemo(() => new Set(known?.map(({ key }) => key)), [known])
  const found = (members ?? []).filter(
    (member) => typed.trim() === '' || occursIn(typed, `${member.first} ${member.last} ${member.email ?? ''}`),
  )
  const listed = found.slice(0, mostShown)
  const facts = factColumns.filter((fact) => fact === 'email' || members?.some((member) => member[fact] !== null))
  return (
    <>
      {(members?.length ?? 0) > 12 && (
        <SearchField aria-label={t('classes.find')} value={typed} onChange={setTyped}>
          <Input className={field.input ?? ''} placeholder={t('classes.find')} />
        </SearchField>
      )}
      <section
        className={styles.scroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        data-scrolls
        aria-label={t('classes.members', { name: shown.name })}
      >
        <table className={styles.table}>
          <thead>
            <tr>
              {(['name', ...facts] as const).map((column) => (
                <th key={column} scope="col" className={column === 'name' ? undefined : styles[column]}>
                  {t(`classes.columns.${column}`)}
                </th>
              ))}
              <th scope="col" className={styles.actions}>
                <span className="visually-hidden">{t('classes.columns.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {listed.map((member) => {
              const student = memberName(member)
              return (
                <tr key={member.key}>
                  <th scope="row" title={student}>
                    {student}
                    {known !== null && !hasResults.has(member.key) && (
                      <span className={styles.dim}>{t('classes.noResults')}</span>
                    )}
                    <span className={styles.facts}>{memberFacts(member)}</span>
                  </th>
                  {facts.map((fact) => {
                    const words = factWords[fact](member)
                    return (
                      <td key={fact} className={styles[fact]} title={words}>
                        {words}
                      </td>
                    )
                  })}
                  <td className={styles.actions}>
                    <IconButton
                      icon={PenLine}
                      label={t('classes.edit', { student })}
                      onPress={() => go({ at: 'member', id: shown.id, member })}
                    />
                    <IconButton
                      icon={X}
                      label={t('classes.leave', { student })}
                      onPress={() =>
                        void change(
                          { put: [], remove: [member.key] },
                          t('classes.done.leave', { student, name: shown.name }),
                        )
                      }
                    />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
        {found.length === 0 && <p className={styles.note}>{t('classes.nobodyFound')}</p>}
        {found.length > listed.length && (
          <p className={styles.note}>{t('classes.more', { count: found.length - listed.length })}</p>
        )}
      </section>
    </>
  )
}
