import { t } from '../../format/words.ts'
import { draftTitle, limitWords, passWords } from './assessment-words.ts'
import styles from './Draft.module.css'
import type { OpenDraft } from './drafting.ts'

/** The four facts of a draft, as they are sent. */
export const DraftFacts = ({ content }: { readonly content: OpenDraft['content'] }) => (
  <dl className={styles.facts}>
    <dt>{t('assessments.editor.title')}</dt>
    <dd className={styles.big}>{draftTitle(content)}</dd>
    <dt>{t('assessments.editor.course')}</dt>
    <dd>{content.courseId.trim() === '' ? t('assessments.drafts.noCourse') : content.courseId.trim()}</dd>
    <dt>{t('assessments.panel.passingScore')}</dt>
    <dd>{content.passingScore === null ? '–' : passWords(content.passingScore)}</dd>
    <dt>{t('assessments.panel.timeLimit')}</dt>
    <dd>{limitWords(content.timeLimitMinutes)}</dd>
  </dl>
)
