import type { StartableLink } from '../../../../shared/model/start-link.ts'
import { SelectField } from '../../../components/SelectField.tsx'
import { t } from '../../../i18n.ts'
import { useStartLinks } from '../../../state/start-links.ts'
import styles from './StartLinksTab.module.css'
import { Step } from './Step.tsx'

interface LinkStepProps {
  readonly listId: number
  readonly links: readonly StartableLink[]
  readonly link: StartableLink | null
}

const named = ({ linkId, name, testName }: StartableLink) => ({
  value: String(linkId),
  words: name === testName ? name : t('startLinks.link.named', { link: name, test: testName }),
})

/** Which link is started; those of this list come first. */
export function LinkStep({ listId, links, link }: LinkStepProps) {
  const chooseLink = useStartLinks((state) => state.chooseLink)
  const ofList = links.filter(({ accessListId }) => accessListId === listId)
  const others = links.filter(({ accessListId }) => accessListId !== listId)
  const sections = [
    { title: t('startLinks.link.ofList'), options: ofList.map(named) },
    { title: t('startLinks.link.others'), options: others.map(named) },
  ]
  return (
    <Step number={1} title={t('startLinks.link.title')}>
      <div className={styles.narrow}>
        <SelectField
          label={t('startLinks.link.label')}
          value={link === null ? null : String(link.linkId)}
          placeholder={t('startLinks.link.choose')}
          sections={sections.filter(({ options }) => options.length > 0)}
          onChange={(value) => chooseLink(Number(value))}
        />
      </div>
      {link !== null && <LinkWords listId={listId} link={link} />}
    </Step>
  )
}

function LinkWords({ listId, link }: { listId: number; link: StartableLink }) {
  if (link.linkUrlId === null) return <p>{t('startLinks.link.notVisible')}</p>
  return (
    <>
      <p className={styles.dim}>{t('startLinks.link.test', { test: link.testName })}</p>
      {link.accessListId === null && <p>{t('startLinks.link.noCode')}</p>}
      {link.accessListId !== null && link.accessListId !== listId && <p>{t('startLinks.link.otherList')}</p>}
    </>
  )
}
