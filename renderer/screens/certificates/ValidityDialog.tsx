import { CalendarClock } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog, DialogButtons } from '../../components/Dialog.tsx'
import { t } from '../../i18n.ts'
import { useRenewals } from '../../state/renewals.ts'
import styles from './ValidityTable.module.css'
import { ValidityTable } from './ValidityTable.tsx'

/** Opens where the validity of every test is set; before any is set, that stands on the page itself. */
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
