import { Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { Dialog } from 'react-aria-components'
import { systemZone } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { Popover } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { DetailCard } from '../../ui/LongText.tsx'
import { type About, accountOf, annotatedBy, useLabelsOn } from './annotating.ts'
import { LabelChip } from './LabelChip.tsx'
import { LabelPicker } from './LabelPicker.tsx'
import styles from './notes.module.css'

/** A card of the panel with the labels of a result or a student. */
export const LabelsCard = ({ about }: { readonly about: About }) => (
  <DetailCard caption={t('notes.labels.caption')}>
    <LabelsLine about={about} />
  </DetailCard>
)

/** The labels of a student or a result, and the button that puts others on. */
export function LabelsLine({ about }: { readonly about: About }) {
  const annotated = annotatedBy(about)
  const { value: labels, error } = useLabelsOn(annotated)
  const [isOpen, setIsOpen] = useState(false)
  const button = useRef<HTMLDivElement>(null)
  return (
    <>
      {error !== null && <ErrorMessage error={error} zone={systemZone} />}
      <div className={styles.chips}>
        {labels?.length === 0 && <span className={styles.hint}>{t('notes.labels.none')}</span>}
        {labels?.map((label) => (
          <LabelChip key={label.id} label={label} />
        ))}
        <div ref={button}>
          <IconButton
            icon={Plus}
            framed
            label={t('notes.labels.choose')}
            aria-haspopup="dialog"
            onPress={() => setIsOpen(true)}
          />
        </div>
      </div>
      <Popover triggerRef={button} isOpen={isOpen} onOpenChange={setIsOpen} placement="bottom end">
        <Dialog className={styles.picker ?? ''} aria-label={t('notes.labels.choose')}>
          <LabelPicker about={annotated} account={accountOf(about)} />
        </Dialog>
      </Popover>
    </>
  )
}
