const known: Record<string, string> = {
  'change-settings': 'Changed what this place is',
  'make-operator': 'Let somebody look after this place',
  'end-operator': 'Took the duty from somebody',
  'sign-out-everywhere': 'Signed somebody out everywhere',
  'erase-person': 'Erased somebody',
  'send-test-letter': 'Tried the post',
  announce: 'Told everybody something',
  'change-announcement': 'Changed what everybody was told',
  'end-announcement': 'Ended an announcement',
  'resolve-report': 'Resolved a report',
  'reopen-report': 'Opened a report again',
  'assign-report': 'Said who looks at a report',
  'change-report': 'Changed what a report is about',
  'make-token': 'Made a token for somebody at the machine',
  'let-in': 'Let somebody in',
  'turn-away': 'Told somebody that there is no room',
  invite: 'Invited somebody',
  'withdraw-invitation': 'Took an invitation back',
  'add-provider': 'Offered a service to sign in with',
  'change-provider': 'Changed a service to sign in with',
  'remove-provider': 'Stopped offering a service to sign in with',
  'read-register-requests': 'Looked at names and numbers for register checks',
  'answer-register-request': 'Answered a register check',
  'withdraw-register-check': 'Took a register check back',
  'publish-rules': 'Published rules of conduct',
  'end-rules': 'Took rules of conduct out of force',
  'switch-rule-off': 'Switched a rule of conduct off',
  'switch-rule-on': 'Switched a rule of conduct on again',
};

/** An act of the audit log in words; one that has none yet as it is written. */
export function actWords(act: string): string {
  return known[act] ?? act.replaceAll('-', ' ');
}
