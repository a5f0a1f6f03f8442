/** Names of columns whose values tell of a person, or are a secret; `_` and case left out. */
const names = [
  // Who somebody is, and where to find them.
  'e?mail',
  'phone|mobile|cellular|msisdn|^tel|fax|contact',
  '^name$|(?:first|last|middle|full|sur|nick|user|given|family|display|real|legal|maiden|member|customer|person|owner|holder|recipient|receiver|sender|payer|buyer|patient|guest|employee|staff)name',
  'address|^addr|street|^zip|postal|postcode',
  'birth|^dob$|gender|^sex$|^age$|nationality|religion',
  'ssn|rrn|jumin|passport|licen[cs]eno|nationalid|^taxid|^idno|^idnumber',
  '^ip$|ipaddr|^lat|^lng$|^lon|latitude|longitude|deviceid|useragent',
  '^login|loginid|kakao|^sns',
  // What money goes to.
  'card|^pan$|cvv|cvc|iban|swift|accountn|bankaccount',
  // What opens a door.
  'passw|^pwd|pwd$|^pin$|^otp|secret|token|apikey|accesskey|privatekey|credential|session|cookie|^auth|hash$|^salt$|signature|verifier',
  // What people write.
  'memo|^notes?$|comment|message|^body$|^content|^text$|subject|review|query$|search|keyword',
  '이름|성명|전화|휴대|연락처|주소|이메일|생년|주민|비밀번호|계좌|카드|메모|내용',
];
const isPrivate = new RegExp(names.join('|'));

/** Is the value of a column of this name nobody's business? A name as written, quoted or not. */
export function isPrivateColumn(name: string): boolean {
  return isPrivate.test(name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
}
