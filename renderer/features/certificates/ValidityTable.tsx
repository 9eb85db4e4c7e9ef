import { CalendarClock } from 'lucide-react'
import { useState } from 'react'
import { Input, NumberField } from 'react-aria-components'
import { longestValidity, type TestValidity } from '../../../shared/model/certificate.ts'
import { useRowAccount } from '../../app/accounts.ts'
import { say } from '../../app/feedback.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import field from '../../ui/Field.module.css'
import { SelectField } from '../../ui/SelectField.tsx'
import { AccountMark } from '../accounts/index.ts'
import { useRenewals } from './renewals.ts'
import styles from './ValidityTable.module.css'

/** Every test that gave certificates, and how long they count. Changes take effect at once. */
export function ValidityTable() {
  const validities = useRenewals((state) => state.validities) ?? []
  if (validities.length === 0) return <p className={styles.lead}>{t('certificates.renewals.noTests')}</p>
  return (
    <div>
      <p className={styles.lead}>{t('certificates.renewals.validityLead')}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('certificates.renewals.test')}</th>
            <th scope="col" className={styles.end}>
              {t('certificates.renewals.certificates')}
            </th>
            <th scope="col">{t('certificates.renewals.countsFor')}</th>
          </tr>
        </thead>
        <tbody>
          {validities.map((test) => (
            <ValidityRow key={`${test.accountId} ${test.testId}`} test={test} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ValidityRow({ test }: { test: TestValidity }) {
  const account = useRowAccount()?.(test.accountId) ?? null
  return (
    <tr>
      <th scope="row" className={styles.test}>
        {account && <AccountMark account={account} size="row" named />}
        <span>{test.testName}</span>
      </th>
      <td className={styles.end}>{wholeNumber(test.certificates)}</td>
      <td>
        <ValidityField test={test} />
      </td>
    </tr>
  )
}

const presets = [12, 24, 36, 60] as const

const monthsWords = (months: number | null): string =>
  months === null ? t('certificates.renewals.forGood') : t('certificates.renewals.months', { count: months })

/** How long one test's certificates count: for good, a usual number of months, or any other number. */
function ValidityField({ test }: { test: TestValidity }) {
  const setValidity = useRenewals((state) => state.setValidity)
  const [typing, setTyping] = useState(false)
  const choose = (months: number | null) => {
    setTyping(false)
    if (months === test.months) return
    void setValidity(test, months).then((isKept) => {
      if (isKept) say(t('certificates.renewals.saved', { test: test.testName, words: monthsWords(months) }))
    })
  }
  if (typing) return <MonthsField test={test} onSet={choose} />

  const numbers = [...new Set([...presets, ...(test.months === null ? [] : [test.months])])].sort((a, b) => a - b)
  const options = [
    { value: 'forGood', words: monthsWords(null) },
    ...numbers.map((months) => ({ value: String(months), words: monthsWords(months) })),
    { value: 'other', words: t('certificates.renewals.other') },
  ]
  return (
    <div className={styles.choice}>
      <SelectField
        labelHidden
        label={t('certificates.renewals.validityOf', { test: test.testName })}
        value={test.months === null ? 'forGood' : String(test.months)}
        sections={[{ title: null, options }]}
        onChange={(value) => {
          if (value === 'other') setTyping(true)
          else choose(value === 'forGood' ? null : Number(value))
        }}
      />
    </div>
  )
}

function MonthsField({ test, onSet }: { test: TestValidity; onSet: (months: number | null) => void }) {
  const [months, setMonths] = useState(test.months ?? Number.NaN)
  return (
    <form
      className={styles.months}
      onSubmit={(event) => {
        event.preventDefault()
        onSet(Number.isNaN(months) ? test.months : months)
      }}
    >
      <NumberField
        className={styles.number ?? ''}
        aria-label={t('certificates.renewals.monthsOf', { test: test.testName })}
        value={months}
        minValue={1}
        maxValue={longestValidity}
        step={1}
        autoFocus
        onChange={setMonths}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onSet(test.months)
        }}
      >
        <Input className={field.input ?? ''} placeholder={t('certificates.renewals.monthsLabel')} />
      </NumberField>
      <Button type="submit">{t('certificates.renewals.set')}</Button>
    </form>
  )
}

/** Opens a dialog with every test's validity; until one is set, the table stands on the page itself. */
export function ValidityButton() {
  const [open, setOpen] = useState(false)
  const any = useRenewals((state) => state.validities?.some(({ months }) => months !== null) ?? false)
  return (
    <>
      {any && (
        <Button icon={CalendarClock} onPress={() => setOpen(true)}>
          {t('certificates.renewals.validity')}
        </Button>
      )}
      {open && (
        <Dialog title={t('certificates.renewals.validityTitle')} onClose={() => setOpen(false)}>
          <div className={styles.scrolls}>
            <ValidityTable />
          </div>
          <DialogButtons>
            <Button look="primary" onPress={() => setOpen(false)}>
              {t('certificates.renewals.done')}
            </Button>
          </DialogButtons>
        </Dialog>
      )}
    </>
  )
}
