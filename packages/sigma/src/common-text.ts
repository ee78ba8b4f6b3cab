// Texts that stand in very many events. Where there is a choice of what to look for, it is better not to look for these.

/** Folded; what counts are the groups of neighbouring characters in it. */
export const commonText = [
  'c:\\windows\\system32\\windowspowershell\\v1.0\\powershell.exe',
  'c:\\windows\\syswow64\\svchost.exe -k netsvcs -p -s',
  'c:\\windows\\explorer.exe c:\\windows\\system32\\cmd.exe /c',
  'c:\\program files (x86)\\microsoft office\\root\\office16\\',
  'c:\\program files\\common files\\google\\chrome\\application\\',
  'c:\\users\\administrator\\appdata\\local\\temp\\appdata\\roaming\\microsoft\\windows\\',
  'c:\\programdata\\microsoft\\ \\device\\harddiskvolume',
  'hklm\\software\\microsoft\\windows nt\\currentversion\\wow6432node\\classes\\clsid',
  'hklm\\system\\currentcontrolset\\services\\control\\ hku\\s-1-5-21',
  'nt authority\\system local service network service microsoft corporation microsoft-windows-sysmon/operational',
  'md5=,sha256=,imphash= http://www. https:// .dll .exe" .ps1 .txt .com .net true false null',
  'security-auditing win32 rundll32.exe regsvr32.exe conhost.exe 0xffffffff -forcev1 wmiprvse.exe -embedding',
].join('\n')

const groups = new Set<string>()
for (let i = 0; i + 4 <= commonText.length; i++) groups.add(commonText.slice(i, i + 4))

/** Whether four neighbouring characters are common. */
export function isCommon(four: string): boolean {
  return groups.has(four)
}
