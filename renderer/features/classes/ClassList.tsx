import { PenLine, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { ClassSummary } from '../../../shared/model/class.ts'
import { lookedAt, useAccounts } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { DialogButtons } from '../../ui/Dialog.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { SelectField } from '../../ui/SelectField.tsx'
import { Form } from '../../ui/TextField.tsx'
import styles from './Classes.module.css'
import { ClassName, useNaming } from './ClassName.tsx'
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

function NewClass() {
  const { add, classes } = useClasses()
  const accounts = lookedAt(useAccounts())
  const [account, setAccount] = useState(accounts[0]?.id ?? '')
  const naming = useNaming((name) => add(account, name))
  return (
    <Form className={styles.fields} onSubmit={() => void naming.send()}>
      {accounts.length > 1 && (
        <SelectField
          label={t('classes.account')}
          value={account}
          sections={[{ title: null, options: accounts.map((each) => ({ value: each.id, words: each.name })) }]}
          onChange={setAccount}
        />
      )}
      <ClassName label={t('classes.newName')} naming={naming} autoFocus={classes?.length === 0} />
      <Button type="submit" look={classes?.length === 0 ? 'primary' : 'plain'}>
        {t('classes.add')}
      </Button>
    </Form>
  )
}

function Rename({ shown, onDone }: { shown: ClassSummary; onDone(): void }) {
  const rename = useClasses((state) => state.rename)
  const naming = useNaming(async (name) => {
    const error = name === shown.name ? null : await rename(shown.id, name)
    if (error === null) onDone()
    return error
  }, shown.name)
  return (
    <Form className={styles.fields} onSubmit={() => void naming.send()}>
      <ClassName label={t('classes.nameOf')} naming={naming} autoFocus />
      <Button onPress={onDone}>{t('action.cancel')}</Button>
      <Button type="submit" look="primary">
        {t('classes.save')}
      </Button>
    </Form>
  )
}
