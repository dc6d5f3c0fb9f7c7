import { expect, test } from 'vitest'
import { decode } from './decode.js'
import { detectLegacyEncoding } from './legacy-encoding.js'

const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))

test.each([
  [
    'shift_jis',
    '新しい閲覧室には二十四席あります。会議室Aと会議室Bは予約が必要です。',
    '905682b582a2897b97978eba82c982cd93f18f5c8e6c90c882a082e882dc82b7814289ef8b638eba4182c689ef8b638eba4282cd975c96f182aa954b977682c582b78142',
  ],
  [
    'euc-jp',
    '新しい閲覧室には二十四席あります。会議室Aと会議室Bは予約が必要です。',
    'bfb7a4b7a4a4b1dccdf7bcbca4cba4cfc6f3bdbdbbcdc0caa4a2a4eaa4dea4b9a1a3b2f1b5c4bcbc41a4c8b2f1b5c4bcbc42a4cfcdbdccf3a4acc9accdd7a4c7a4b9a1a3',
  ],
  [
    'gb18030',
    '新的阅览室有二十四个座位，会议室需要提前预约。请在星期五之前回复。',
    'd0c2b5c4d4c4c0c0cad2d3d0b6fecaaecbc4b8f6d7f9cebba3acbbe1d2e9cad2d0e8d2aacce1c7b0d4a4d4bca1a3c7ebd4dad0c7c6dacee5d6aec7b0bbd8b8b4a1a3',
  ],
  [
    'big5',
    '新的閱覽室有二十四個座位，會議室需要提前預約。請在星期五之前回覆。',
    'b773aababe5cc4fdabc7a6b3a447a451a57cadd3ae79a6eca141b77cc4b3abc7bbddad6eb4a3ab65b977acf9a143bdd0a662ac50b4c1a4ada4a7ab65a65ec2d0a143',
  ],
  [
    'euc-kr',
    '새 열람실에는 스물네 개의 좌석이 있습니다. 회의실은 예약이 필요합니다.',
    'bbf520bfadb6f7bdc7bfa1b4c220bdbab9b0b3d720b0b3c0c720c1c2bcaec0cc20c0d6bdc0b4cfb4d92e20c8b8c0c7bdc7c0ba20bfb9bee0c0cc20c7cabfe4c7d5b4cfb4d92e',
  ],
  [
    'windows-1251',
    'Мост у вокзала закрыт до июня. Автобус ходит каждые десять минут.',
    'cceef1f220f320e2eeeae7e0ebe020e7e0eaf0fbf220e4ee20e8feedff2e20c0e2f2eee1f3f120f5eee4e8f220eae0e6e4fbe520e4e5f1fff2fc20ece8edf3f22e',
  ],
  [
    'koi8-r',
    'Мост у вокзала закрыт до июня. Автобус ходит каждые десять минут.',
    'edcfd3d420d520d7cfcbdac1ccc120dac1cbd2d9d420c4cf20c9c0ced12e20e1d7d4cfc2d5d320c8cfc4c9d420cbc1d6c4d9c520c4c5d3d1d4d820cdc9ced5d42e',
  ],
  [
    'iso-8859-5',
    'Мост у вокзала закрыт до июня. Автобус ходит каждые десять минут.',
    'bcdee1e220e320d2dedad7d0dbd020d7d0dae0ebe220d4de20d8eeddef2e20b0d2e2ded1e3e120e5ded4d8e220dad0d6d4ebd520d4d5e1efe2ec20dcd8dde3e22e',
  ],
  [
    'windows-1250',
    'Zażółć gęślą jaźń. Nowa czytelnia ma dwadzieścia cztery miejsca, a sala konferencyjna wymaga rezerwacji.',
    '5a61bff3b3e62067ea9c6cb9206a619ff12e204e6f776120637a7974656c6e6961206d6120647761647a69659c63696120637a74657279206d69656a7363612c20612073616c61206b6f6e666572656e63796a6e612077796d6167612072657a65727761636a692e',
  ],
  [
    'iso-8859-2',
    'Zażółć gęślą jaźń. Nowa czytelnia ma dwadzieścia cztery miejsca, a sala konferencyjna wymaga rezerwacji.',
    '5a61bff3b3e62067eab66cb1206a61bcf12e204e6f776120637a7974656c6e6961206d6120647761647a6965b663696120637a74657279206d69656a7363612c20612073616c61206b6f6e666572656e63796a6e612077796d6167612072657a65727761636a692e',
  ],
  [
    'iso-8859-7',
    'Το νέο αναγνωστήριο έχει είκοσι τέσσερις θέσεις.',
    'd4ef20edddef20e1ede1e3edf9f3f4def1e9ef20ddf7e5e920e5dfeaeff3e920f4ddf3f3e5f1e9f220e8ddf3e5e9f22e',
  ],
  [
    'iso-8859-8',
    'לאולם הקריאה החדש יש עשרים וארבעה מקומות ישיבה.',
    'ece0e5eced20e4f7f8e9e0e420e4e7e3f920e9f920f2f9f8e9ed20e5e0f8e1f2e420eef7e5eee5fa20e9f9e9e1e42e',
  ],
  [
    'windows-1256',
    'في قاعة القراءة الجديدة أربعة وعشرون مقعدا.',
    'dded20dec7dac920c7e1ded1c7c1c920c7e1cccfedcfc920c3d1c8dac920e6dad4d1e6e420e3dedacfc72e',
  ],
  [
    'windows-1254',
    'Yeni okuma salonunda yirmi dört koltuk var. Toplantı odası için rezervasyon gerekiyor. Şu ığdır çok güzel.',
    '59656e69206f6b756d612073616c6f6e756e6461207969726d692064f67274206b6f6c74756b207661722e20546f706c616e74fd206f646173fd2069e7696e2072657a6572766173796f6e20676572656b69796f722e20de7520fdf064fd7220e76f6b2067fc7a656c2e',
  ],
])('%s: %s', (encoding, text, hex) => {
  expect(decode(bytesOf(hex))).toEqual({ text, encoding })
})

test.each([
  '4465722042fc726765726d6569737465722073616774653a2084dc6265722034302047e4737465206b616d656e20616d20332e204d61692e93204661e76164652c206e61ef76652c20313020802e',
  '53747261df653bdf0a313b320a',
  '4c61206661e761646520647520636166e920e97461697420e96ce967616e74653b206e6f75732061766f6e732072e973657276e920706f75722064ee6e657220e0204eee6d65732e',
  '456c207365f16f72205065f161206c6c6567f3206d61f1616e612061206c61207265756e69f36e20656e204c6f67726ff16f3b20bf6375e16e646f3f',
  'c56b65206769636b20f67665722062726f6e2074696c6c20736af66e2070e5206cf6726461672e',
  '636166e9',
  'c4d6dc20c9c8',
  '497492732061209371756f7465942096203520a320a732',
])('Windows-1252 stays it: %s', (hex) => {
  expect(detectLegacyEncoding(bytesOf(hex))).toBeUndefined()
})
