import type { TestValidity } from '../../../shared/model/certificate.ts'
import { AccountMark } from '../../components/AccountMark.tsx'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../i18n.ts'
import { useRenewals } from '../../state/renewals.ts'
import { useRowAccount } from '../../state/row-account.ts'
import { ValidityField } from './ValidityField.tsx'
import styles from './ValidityTable.module.css'

/** Every test that gave certificates, and how long they count. In effect at once. */
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
