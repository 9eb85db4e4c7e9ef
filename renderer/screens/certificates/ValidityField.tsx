import { useState } from 'react'
import { Input, NumberField } from 'react-aria-components'
import { longestValidity, type TestValidity } from '../../../shared/model/certificate.ts'
import { Button } from '../../components/Button.tsx'
import field from '../../components/Field.module.css'
import { SelectField } from '../../components/SelectField.tsx'
import { t } from '../../i18n.ts'
import { say } from '../../state/feedback.ts'
import { useRenewals } from '../../state/renewals.ts'
import styles from './ValidityField.module.css'

const presets = [12, 24, 36, 60] as const

const monthsWords = (months: number | null): string =>
  months === null ? t('certificates.renewals.forGood') : t('certificates.renewals.months', { count: months })

/** How long one test's certificates count: for good, a usual number of months, or any other. */
export function ValidityField({ test }: { test: TestValidity }) {
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
