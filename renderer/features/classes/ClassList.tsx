import { PenLine, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { AppError } from '../../../shared/errors.ts'
import type { ClassSummary } from '../../../shared/model/class.ts'
import { lookedAt, useAccounts, zoneOf } from '../../app/accounts.ts'
import { errorWords, t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { DialogButtons } from '../../ui/Dialog.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { SelectField } from '../../ui/SelectField.tsx'
import { Form, TextField } from '../../ui/TextField.tsx'
import styles from './Classes.module.css'
import { useClasses } from './classes.ts'

/** Every class with its number of students, and a field for a new one. */
export function ClassList() {
  const { classes, go, remove, close } = useClasses()
  const accounts = useAccounts()
  const several = lookedAt(accounts).length > 1
  const [renamed, setRenamed] = useState<number | null>(null)
  return (
    <>
      <p className={styles.lead}>{t('classes.lead')}</p>
      {classes?.length === 0 && <p className={styles.none}>{t('classes.none')}</p>}
      {classes !== null && classes.length > 0 && (
        <ul className={styles.list} aria-label={t('classes.list')}>
          {classes.map((each) => (
            <li key={each.id} className={styles.line}>
              {renamed === each.id ? (
                <Rename shown={each} onDone={() => setRenamed(null)} />
              ) : (
                <>
                  <AriaButton className={styles.open ?? ''} onPress={() => go({ at: 'class', id: each.id })}>
                    <span className={styles.name}>{each.name}</span>
                    {several && (
                      <span className={styles.dim}>
                        {accounts.accounts?.find(({ id }) => id === each.account)?.name}
                      </span>
                    )}
                    <span className={styles.count}>{t('classes.students', { count: each.students })}</span>
                  </AriaButton>
                  <IconButton
                    icon={PenLine}
                    label={t('classes.rename', { name: each.name })}
                    onPress={() => setRenamed(each.id)}
                  />
                  <IconButton
                    icon={Trash2}
                    label={t('classes.remove', { name: each.name })}
                    onPress={() => void remove(each)}
                  />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <NewClass />
      <DialogButtons>
        <Button onPress={close}>{t('classes.close')}</Button>
      </DialogButtons>
    </>
  )
}

export const longestName = 200

/** Why a name was not taken, in a few words beside its field. */
export const nameProblem = (error: AppError): string =>
  error.code === 'class/exists'
    ? t('classes.nameTaken')
    : errorWords(error, zoneOf(useAccounts.getState().accounts, null)).what

function NewClass() {
  const { add, classes } = useClasses()
  const accounts = lookedAt(useAccounts())
  const [account, setAccount] = useState(accounts[0]?.id ?? '')
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const send = async () => {
    const wanted = name.trim()
    if (wanted === '') return setProblem(t('classes.nameNeeded'))
    const error = await add(account, wanted)
    if (error !== null) setProblem(nameProblem(error))
  }
  return (
    <Form className={styles.fields} onSubmit={() => void send()}>
      {accounts.length > 1 && (
        <SelectField
          label={t('classes.account')}
          value={account}
          sections={[{ title: null, options: accounts.map((each) => ({ value: each.id, words: each.name })) }]}
          onChange={setAccount}
        />
      )}
      <TextField
        label={t('classes.newName')}
        value={name}
        maxLength={longestName}
        problem={problem}
        autoFocus={classes?.length === 0}
        onChange={(next) => {
          setName(next)
          setProblem(null)
        }}
      />
      <Button type="submit" look={classes?.length === 0 ? 'primary' : 'plain'}>
        {t('classes.add')}
      </Button>
    </Form>
  )
}

function Rename({ shown, onDone }: { shown: ClassSummary; onDone(): void }) {
  const rename = useClasses((state) => state.rename)
  const [name, setName] = useState(shown.name)
  const [problem, setProblem] = useState<string | null>(null)
  const send = async () => {
    const wanted = name.trim()
    if (wanted === '') return setProblem(t('classes.nameNeeded'))
    const error = wanted === shown.name ? null : await rename(shown.id, wanted)
    if (error === null) onDone()
    else setProblem(nameProblem(error))
  }
  return (
    <Form className={styles.fields} onSubmit={() => void send()}>
      <TextField
        label={t('classes.nameOf')}
        value={name}
        maxLength={longestName}
        problem={problem}
        autoFocus
        onChange={(next) => {
          setName(next)
          setProblem(null)
        }}
      />
      <Button onPress={onDone}>{t('action.cancel')}</Button>
      <Button type="submit" look="primary">
        {t('classes.save')}
      </Button>
    </Form>
  )
}
