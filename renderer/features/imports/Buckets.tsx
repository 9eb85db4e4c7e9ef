import { useEffect, useState } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { type ImportSummary, type PreviewBucket, previewBuckets } from '../../../shared/model/import-preview.ts'
import { systemZone } from '../../app/accounts.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { ConfirmRows } from './ConfirmRows.tsx'
import styles from './Imports.module.css'
import { useImports } from './imports.ts'
import { PreviewTable } from './PreviewTable.tsx'

/** What is in the files, by what becomes of it: a number each, which opens its rows. */
export function Buckets({ summary }: { readonly summary: ImportSummary }) {
  const { buckets, step } = summary
  const asked = previewBuckets.find((bucket) => buckets[bucket] > 0) ?? 'added'
  const [chosen, setChosen] = useState<PreviewBucket>(asked)
  return (
    <Tabs
      className={styles.buckets ?? ''}
      selectedKey={chosen}
      disabledKeys={previewBuckets.filter((bucket) => buckets[bucket] === 0 && bucket !== chosen)}
      onSelectionChange={(key) => setChosen(previewBuckets.find((bucket) => bucket === key) ?? chosen)}
    >
      <TabList className={styles.figures ?? ''} aria-label={t('imports.buckets.label')}>
        {previewBuckets.map((bucket) => (
          <Tab key={bucket} id={bucket} className={styles.figure ?? ''}>
            <b>{wholeNumber(buckets[bucket])}</b>
            <span>{bucketWords(bucket, step)}</span>
          </Tab>
        ))}
      </TabList>
      {previewBuckets.map((bucket) => (
        <TabPanel key={bucket} id={bucket} className={styles.panel ?? ''}>
          <BucketRows bucket={bucket} total={buckets[bucket]} likely={summary.likely} isPreview={step === 'preview'} />
        </TabPanel>
      ))}
    </Tabs>
  )
}

const bucketWords = (bucket: PreviewBucket, step: ImportSummary['step']): string =>
  bucket === 'to-confirm' && step === 'import' ? t('imports.notConfirmed') : t(`imports.buckets.${bucket}`)

interface BucketRowsProps {
  readonly bucket: PreviewBucket
  readonly total: number
  readonly likely: number
  readonly isPreview: boolean
}

function BucketRows({ bucket, total, likely, isPreview }: BucketRowsProps) {
  const rows = useImports((state) => state.rows[bucket])
  const more = useImports((state) => state.more)
  const failed = useImports(({ rowsError }) => (rowsError?.bucket === bucket ? rowsError.error : null))
  useEffect(() => {
    if (rows === undefined && total > 0) void more(bucket)
  }, [rows, total, bucket, more])
  if (total === 0) return null
  return (
    <>
      {isPreview && <p className={styles.lead}>{t(`imports.bucketText.${bucket}`)}</p>}
      {rows === undefined ? (
        failed === null && <p className={styles.dim}>{t('imports.loading')}</p>
      ) : bucket === 'to-confirm' && isPreview ? (
        <ConfirmRows rows={rows} total={total} likely={likely} />
      ) : (
        <PreviewTable bucket={bucket} rows={rows} />
      )}
      {failed !== null && <ErrorMessage error={failed} zone={systemZone} focus />}
      {(rows !== undefined || failed !== null) && (rows?.length ?? 0) < total && (
        <div className={styles.more}>
          <Button onPress={() => void more(bucket)}>{t('imports.showMore')}</Button>
          <span className={styles.dim}>
            {t('imports.shown', { shown: wholeNumber(rows?.length ?? 0), total: wholeNumber(total) })}
          </span>
        </div>
      )}
    </>
  )
}
