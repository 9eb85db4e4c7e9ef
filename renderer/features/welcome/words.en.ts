/** The words of the welcome screen. */
export const welcome = {
  title: 'Your ClassMarker results, kept',
  lead: 'Gradekeep copies every result from ClassMarker to this laptop once. After that you search, read and export them offline, for as long as you like.',
  platformTitle: 'Your assessments and results, kept',
  platformLead:
    'Gradekeep copies the assessments of your platform and the submissions you collect to this laptop. After that you search, read and export them offline, for as long as you like.',
  connectTitle: 'Connect an account',
  connectLead:
    'At ClassMarker with an API key and its secret, or at a learning platform with assessments. It is checked first; nothing is changed there.',
  sampleTitle: 'Look around with sample data',
  sampleLead: 'About 3,000 invented results, clearly marked as a sample. One click removes them again.',
  sampleButton: 'Look around',
  sampleStarting: 'Preparing the sample…',
  assessmentsSampleLead:
    'Or at the assessments of a learning platform, invented as well: look, write, answer, collect.',
  assessmentsSampleButton: 'Show sample assessments',
  restoreTitle: 'Coming from another laptop?',
  restoreLead: 'A backup file brings back all accounts and results.',
}
