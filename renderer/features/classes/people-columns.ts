import { isHeadingOf } from '../../../shared/model/class-columns.ts'
import type { ClassColumn } from '../../../shared/model/class-file.ts'
import { t } from '../../format/words.ts'
import type { WantedColumn } from '../tables/index.ts'

const wantedFor = (columns: readonly ClassColumn[], ofPlatform: boolean): readonly WantedColumn<ClassColumn>[] =>
  columns.map((id) => ({
    id,
    get label() {
      return t(`classes.part.${id}`)
    },
    required: id === 'learnerId',
    isHeading: (heading: string) => isHeadingOf(id, heading, ofPlatform),
  }))

/** What may be chosen of a list of people; one for a learning platform needs the learners' IDs besides. */
export const peopleColumns = (columns: readonly ClassColumn[]) => ({
  usual: wantedFor(columns, false),
  ofPlatform: wantedFor(['learnerId', ...columns], true),
})
