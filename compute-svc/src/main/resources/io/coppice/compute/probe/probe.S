# The probe's guest, 64-bit code in a boot sector. Leaves through isa-debug-exit at 0xf4: 0x10 when it ran as it should.
# Zeroes page tables at 0x1000, maps the first 2 MiB, enters long mode, executes lock cmpxchg16b, counts to COUNT.
# gcc -c probe.S && ld -Ttext=0x7c00 --oformat binary probe.o
#ifndef COUNT
#define COUNT 100000000
#endif
.code16
.globl _start
_start:
 cli
 xor %ax,%ax
 mov %ax,%ds
 mov %ax,%es
 mov %ax,%ss
 mov $0x7c00,%sp
 cld
 mov $0x1000,%di
 mov $0x1400,%cx
 xor %eax,%eax
 rep stosl
 movl $0x2003,0x1000
 movl $0x3003,0x2000
 movl $0x83,0x3000
 mov $0x20,%eax
 mov %eax,%cr4
 mov $0x1000,%eax
 mov %eax,%cr3
 mov $0xc0000080,%ecx
 rdmsr
 or $0x100,%eax
 wrmsr
 lgdt gdtr
 mov %cr0,%eax
 or $0x80000001,%eax
 mov %eax,%cr0
 ljmp $8,$long
.code64
long:
 mov $16,%eax
 mov %eax,%ds
 mov %eax,%es
 mov %eax,%ss
 mov $0x5000,%edi
 xor %eax,%eax
 xor %edx,%edx
 mov $0x1234,%ebx
 mov $0x5678,%ecx
 lock cmpxchg16b (%rdi)
 jnz bad
 cmpq $0x1234,(%rdi)
 jne bad
 cmpq $0x5678,8(%rdi)
 jne bad
 mov $COUNT,%ecx
1: add %rcx,%rax
 rol $7,%rax
 mov %rax,(%rdi)
 xor 8(%rdi),%rax
 dec %ecx
 jnz 1b
 mov $0x10,%al
 out %al,$0xf4
bad: mov $0x11,%al
 out %al,$0xf4
2: hlt
 jmp 2b
.balign 8
gdt: .quad 0, 0x00af9a000000ffff, 0x00cf92000000ffff
gdtr: .word 23
 .long gdt
.org 510
.word 0xaa55
