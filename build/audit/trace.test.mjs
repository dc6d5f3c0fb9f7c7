import { expect, test } from 'vitest'
import { requestsOf } from './network-log.mjs'
import { beyondLoopback, isRouteProbe, lookUps, writtenOutside } from './trace.mjs'

test('the check of a trace finds what reaches beyond this computer', () => {
  const local = [
    '7 connect(3, {sa_family=AF_UNIX, sun_path="/tmp/.X11-unix/X99"}, 20) = 0',
    '7 bind(40, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
    '7 connect(4, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = 0',
    '7 bind(5, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=0x000440}, 12) = 0',
    '7 sendmsg(13, {msg_name={sa_family=0xac60 /* AF_??? */, sa_data="\\37I"}, msg_namelen=2115585259, msg_iov=[]}, MSG_NOSIGNAL <unfinished ...>',
    '7 sendmsg(6, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="sa", iov_len=2}]}, MSG_NOSIGNAL) = 2',
  ]
  const beyond = [
    '7 connect(17, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:4860:4860::8888", &sin6_addr), sin6_scope_id=0}, 28 <unfinished ...>',
    '7 connect(17, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("8.8.8.8")}, 16) = 0',
    '7 bind(17, {sa_family=AF_INET, sin_port=htons(5353), sin_addr=inet_addr("0.0.0.0")}, 16) = 0',
    '7 bind(17, {sa_family=AF_INET6, sin6_port=htons(0), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::", &sin6_addr), sin6_scope_id=0}, 28) = 0',
    '7 sendto(17, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.1")}, 16) = 1',
    '7 sendmmsg(17, [{msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(5353), sin_addr=inet_addr("224.0.0.251")}, msg_namelen=16}}], 1, 0) = 1',
    '7 bind(17, {sa_family=AF_BLUETOOTH, rc_bdaddr=...}, 10) = 0',
    '7 connect(17, {sa_family=0x2d /* AF_??? */, sa_data="x"}, 16) = 0',
  ]
  expect(beyondLoopback([...local, ...beyond])).toEqual(beyond)
})

test('a look-up of a host is one, whoever is asked, and a look-up of a user is none', () => {
  const questions = [
    '7 connect(17, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16) = 0',
    '7 connect(17, {sa_family=AF_UNIX, sun_path="/run/systemd/resolve/io.systemd.Resolve"}, 42) = 0',
    '7 sendto(17, "\\2\\0\\0\\0\\16\\0\\0\\0\\v\\0\\0\\0example.org", 23, MSG_NOSIGNAL, NULL, 0) = 23',
  ]
  const others = [
    '7 sendto(17, "\\2\\0\\0\\0\\1\\0\\0\\0\\6\\0\\0\\0nobody", 18, MSG_NOSIGNAL, NULL, 0) = 18',
    '7 connect(19, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT (No such file or directory)',
    '7 connect(3, {sa_family=AF_INET, sin_port=htons(5300), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
  ]
  expect(lookUps([...questions, ...others])).toEqual(questions)
})

test('Chromium’s route probe is told apart from other connections', () => {
  const probe =
    '7 connect(17, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:4860:4860::8888", &sin6_addr), sin6_scope_id=0}, 28) = 0'
  expect(isRouteProbe(probe)).toBe(true)
  expect(isRouteProbe(probe.replace('8888', '8844'))).toBe(false)
})

test('what the app writes outside its folder is found, with its mode, and what it only reads is not', () => {
  const lines = [
    '7 openat(AT_FDCWD, "/home/u/data/parley.db", O_RDWR|O_CREAT, 0600) = 30',
    '7 openat(AT_FDCWD, "/etc/fonts/fonts.conf", O_RDONLY|O_CLOEXEC) = 30',
    '7 openat(AT_FDCWD, "/dev/null", O_RDWR) = 30',
    '7 openat(AT_FDCWD, "/home/u/refused", O_WRONLY|O_CREAT, 0666) = -1 EACCES (Permission denied)',
    '7 mkdir("/tmp/scoped_dirAb12Cd", 0700) = 0',
    '7 openat(AT_FDCWD, "/var/tmp/etilqs_1", O_RDWR|O_CREAT|O_EXCL, 0600) = 41',
    '7 openat(AT_FDCWD, "notes.txt", O_WRONLY|O_CREAT|O_TRUNC, 0666) = 41',
    '7 rename("/home/u/data/a", "/home/u/b") = 0',
    '7 sendto(9, "openat(\\"/home/u/c\\"", 20, 0, NULL, 0) = 20',
  ]
  const outside = (isThere) => writtenOutside(lines, '/home/u/data', '/home/u', isThere)
  const expected = ['openat /var/tmp/etilqs_1 0600', 'openat /home/u/notes.txt 0666', 'rename /home/u/b']
  expect(outside(() => false)).toEqual(expected)
  expect(outside(() => true)).toEqual(['mkdir /tmp/scoped_dirAb12Cd 0700', ...expected])
})

test('requests of Chromium’s log are those to others', () => {
  const log =
    '{"params":{"url":"parley://app/index.html"}},{"params":{"url":"https://example.org/"}},{"host":"example.org"}'
  expect(requestsOf(log)).toEqual(['https://example.org/', 'example.org'])
})
