import { Copy, FileSpreadsheet, FileText, Printer } from 'lucide-react'
import { useState } from 'react'
import type { StartableLink } from '../../../../shared/model/start-link.ts'
import { Button } from '../../../components/Button.tsx'
import { ErrorMessage } from '../../../components/ErrorMessage.tsx'
import { t } from '../../../i18n.ts'
import styles from './StartLinksTab.module.css'
import { Step } from './Step.tsx'
import { SlipPrint } from './slips/SlipPrint.tsx'
import { useHandingOut } from './use-handing-out.ts'
import type { StartPeople } from './use-start-people.ts'

interface HandOutStepProps {
  readonly made: StartPeople
  readonly link: StartableLink
  readonly linkUrlId: string
  readonly zone: string
}

/** The addresses as a workbook, a table for mail merge, on the clipboard, or as slips on paper. */
export function HandOutStep({ made, link, linkUrlId, zone }: HandOutStepProps) {
  const { busy, error, save, copy, printed } = useHandingOut(made, link.name, linkUrlId)
  const [printing, setPrinting] = useState<StartPeople['people'] | null>(null)
  const stopped = busy || printing !== null || made.warnings.some(({ kind }) => kind === 'too-long')
  return (
    <Step number={3} title={t('startLinks.hand.title')}>
      <div className={styles.buttons}>
        <Button icon={FileSpreadsheet} isDisabled={stopped} onPress={() => void save('xlsx')}>
          {t('startLinks.hand.excel')}
        </Button>
        <Button icon={FileText} isDisabled={stopped} onPress={() => void save('csv')}>
          {t('startLinks.hand.csv')}
        </Button>
        <Button icon={Copy} isDisabled={stopped} onPress={() => void copy()}>
          {t('startLinks.hand.copy')}
        </Button>
        <Button icon={Printer} isDisabled={stopped} onPress={() => setPrinting(made.people)}>
          {t('startLinks.hand.print')}
        </Button>
      </div>
      {printing !== null && (
        <SlipPrint
          people={printing}
          linkUrlId={linkUrlId}
          linkName={link.name}
          testName={link.testName}
          onEnd={(isPrinted) => {
            setPrinting(null)
            if (isPrinted) void printed()
          }}
        />
      )}
      {error !== null && <ErrorMessage error={error} zone={zone} focus />}
      <p className={styles.dim}>{t('startLinks.hand.note')}</p>
    </Step>
  )
}
