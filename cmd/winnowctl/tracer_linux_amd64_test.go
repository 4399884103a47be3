package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"unsafe"
)

// faultKind is what happens to a call by which a program touches a file.
type faultKind int

const (
	noFault  faultKind = iota
	ioError            // it fails with EIO, as on a disk that is failing
	diskFull           // it and all later ones that need room fail with ENOSPC
	short              // it writes half of what it was given
	killed             // the program is killed before it
)

func (k faultKind) String() string {
	return [...]string{"none", "EIO", "ENOSPC", "short", "SIGKILL"}[k]
}

// call says what faults a system call can have, and where it says which file it
// is about.
type call struct {
	name string
	// path is the argument that is a path, or -1; the first is a file's number then.
	path int
	// second is the argument of a second path, or 0.
	second int
	// needsRoom tells whether it may find no room on the disk.
	needsRoom bool
	// length is the argument of how much is written, or 0.
	length int
}

// calls are those that read, write or change files. What only asks about them is
// left alone: SQLite itself takes an error there for a no.
var calls = map[uint64]call{
	syscall.SYS_READ:       {name: "read", path: -1},
	syscall.SYS_PREAD64:    {name: "pread", path: -1},
	syscall.SYS_WRITE:      {name: "write", path: -1, needsRoom: true, length: 2},
	syscall.SYS_PWRITE64:   {name: "pwrite", path: -1, needsRoom: true, length: 2},
	syscall.SYS_FSYNC:      {name: "fsync", path: -1},
	syscall.SYS_FDATASYNC:  {name: "fdatasync", path: -1},
	syscall.SYS_FTRUNCATE:  {name: "ftruncate", path: -1, needsRoom: true},
	syscall.SYS_FALLOCATE:  {name: "fallocate", path: -1, needsRoom: true},
	syscall.SYS_GETDENTS64: {name: "getdents", path: -1},
	syscall.SYS_OPEN:       {name: "open", path: 0},
	syscall.SYS_OPENAT:     {name: "openat", path: 1},
	syscall.SYS_RENAME:     {name: "rename", path: 0, second: 1, needsRoom: true},
	syscall.SYS_RENAMEAT:   {name: "renameat", path: 1, second: 3, needsRoom: true},
	sysRenameat2:           {name: "renameat2", path: 1, second: 3, needsRoom: true},
	syscall.SYS_LINK:       {name: "link", path: 0, second: 1, needsRoom: true},
	syscall.SYS_LINKAT:     {name: "linkat", path: 1, second: 3, needsRoom: true},
	syscall.SYS_UNLINK:     {name: "unlink", path: 0},
	syscall.SYS_UNLINKAT:   {name: "unlinkat", path: 1},
	syscall.SYS_RMDIR:      {name: "rmdir", path: 0},
	syscall.SYS_MKDIR:      {name: "mkdir", path: 0, needsRoom: true},
	syscall.SYS_MKDIRAT:    {name: "mkdirat", path: 1, needsRoom: true},
}

// What the package syscall does not name (linux/ptrace.h, linux/wait.h,
// asm/unistd_64.h).
const (
	sysRenameat2             = 316
	ptraceSyscallInfo        = 0x420e
	ptraceExitKill           = 0x100000
	ptraceSysGood            = 1
	waitAll                  = 0x40000000
	waitOwn                  = 0x20000000
	syscallEntry             = 1
	syscallExit              = 2
	noSyscall         uint64 = 1<<64 - 1
)

// syscallInfo is struct ptrace_syscall_info.
type syscallInfo struct {
	op    uint8
	_     [3]byte
	arch  uint32
	ip    uint64
	sp    uint64
	nr    uint64 // at an exit, what it returned
	args  [6]uint64
	extra [2]uint64
}

// traced is a run of winnowctl in which a call can go wrong.
type traced struct {
	// args is the command line, and folder what its files lie in: only calls that
	// touch those count.
	args   []string
	folder string
	kind   faultKind
	// at is the call that goes wrong, counted from 1 among those that can.
	at int

	pid   int
	reads *os.File
	// counts are how many calls can go wrong in each way.
	counts [killed + 1]int
	// wrong says which call went wrong.
	wrong string
	// pending are the errors that calls are about to return, by thread.
	pending map[int]syscall.Errno
	seen    map[int]bool
}

// ended is how a traced run ended.
type ended struct {
	status int // -1 where it was killed
	output string
	// counts is how many calls there were that could have gone wrong in each way.
	counts [killed + 1]int
	// wrong is the call that went wrong, "" where there were not so many.
	wrong string
}

// errNoTrace says that the system lets no program be traced.
type errNoTrace struct{ error }

// run runs the program to its end. It keeps its thread to itself: only that may
// ask for what it traces.
func (r *traced) run(t *testing.T) ended {
	t.Helper()
	type result struct {
		ended
		err error
	}
	done := make(chan result)
	go func() {
		runtime.LockOSThread() // and never unlocked, so that the thread ends too
		e, err := r.trace()
		done <- result{e, err}
	}()
	got := <-done
	if errors.As(got.err, new(errNoTrace)) {
		t.Skipf("programs cannot be traced here: %v", got.err)
	}
	if got.err != nil {
		t.Fatal(got.err)
	}
	return got.ended
}

func (r *traced) trace() (ended, error) {
	said, err := os.CreateTemp("", "winnow-traced-")
	if err != nil {
		return ended{}, err
	}
	defer said.Close()
	defer os.Remove(said.Name())
	path, err := exec.LookPath(program)
	if err != nil {
		return ended{}, err
	}
	null, err := os.Open(os.DevNull)
	if err != nil {
		return ended{}, err
	}
	defer null.Close()
	r.pid, err = syscall.ForkExec(path, append([]string{program}, r.args...), &syscall.ProcAttr{
		Env: os.Environ(), Files: []uintptr{null.Fd(), said.Fd(), said.Fd()}, Sys: &syscall.SysProcAttr{Ptrace: true, Setpgid: true},
	})
	if err != nil {
		return ended{}, errNoTrace{err}
	}
	r.pending, r.seen = map[int]syscall.Errno{}, map[int]bool{r.pid: true}
	status, err := r.follow()
	if err != nil {
		syscall.Kill(r.pid, syscall.SIGKILL)
		syscall.Wait4(r.pid, nil, waitAll, nil)
		return ended{}, err
	}
	output, err := os.ReadFile(said.Name())
	return ended{status: status, output: string(output), counts: r.counts, wrong: r.wrong}, err
}

// follow lets the program run from one call to the next until it ends.
func (r *traced) follow() (status int, err error) {
	var state syscall.WaitStatus
	if _, err := syscall.Wait4(r.pid, &state, 0, nil); err != nil {
		return 0, err
	}
	if !state.Stopped() {
		return 0, errNoTrace{fmt.Errorf("it ended at once: %v", state)}
	}
	if err := syscall.PtraceSetOptions(r.pid, syscall.PTRACE_O_TRACECLONE|ptraceExitKill|ptraceSysGood); err != nil {
		return 0, errNoTrace{err}
	}
	r.reads, err = os.Open(fmt.Sprintf("/proc/%d/mem", r.pid))
	if err != nil {
		return 0, errNoTrace{err}
	}
	defer r.reads.Close()
	for thread := r.pid; ; {
		signal := 0
		if state.Stopped() {
			signal = r.stopped(thread, state)
			// A thread that is gone by now has nothing to do.
			if err := syscall.PtraceSyscall(thread, signal); err != nil && err != syscall.ESRCH {
				return 0, err
			}
		}
		// It is a group of its own: other tests wait for programs of theirs.
		thread, err = syscall.Wait4(-r.pid, &state, waitAll|waitOwn, nil)
		switch {
		case errors.Is(err, syscall.EINTR):
			continue
		case err != nil:
			return 0, err
		case thread == r.pid && state.Exited():
			return state.ExitStatus(), nil
		case thread == r.pid && state.Signaled():
			return -1, nil
		}
	}
}

// stopped looks at a thread that has stopped, and returns the signal that it is to
// get.
func (r *traced) stopped(thread int, state syscall.WaitStatus) (signal int) {
	switch s := state.StopSignal(); {
	case s == syscall.SIGTRAP|0x80:
		r.syscall(thread)
	case s == syscall.SIGTRAP:
	case s == syscall.SIGSTOP && !r.seen[thread]:
		r.seen[thread] = true
	default:
		return int(s)
	}
	return 0
}

// syscall looks at a call at its beginning or end, and makes it go wrong if it is
// the one.
func (r *traced) syscall(thread int) {
	var info syscallInfo
	if _, _, errno := syscall.RawSyscall6(syscall.SYS_PTRACE, ptraceSyscallInfo, uintptr(thread), unsafe.Sizeof(info), uintptr(unsafe.Pointer(&info)), 0, 0); errno != 0 {
		return // it is gone
	}
	switch info.op {
	case syscallEntry:
		c, known := calls[info.nr]
		if !known || !r.ours(c, info.args) {
			return
		}
		for kind := ioError; kind <= killed; kind++ {
			if kind.can(info.nr, c, info.args) {
				r.counts[kind]++
			}
		}
		count := r.counts[r.kind]
		if !r.kind.can(info.nr, c, info.args) || count < r.at || count > r.at && r.kind != diskFull {
			return
		}
		if r.wrong == "" {
			r.wrong = c.name + " " + r.file(c, info.args)
		}
		r.spoil(thread, c, info.args)
	case syscallExit:
		if errno, wrong := r.pending[thread]; wrong {
			delete(r.pending, thread)
			r.change(thread, func(regs *syscall.PtraceRegs) { regs.Rax = uint64(-int64(errno)) })
		}
	}
}

// can tells whether a call can go wrong in this way.
func (k faultKind) can(number uint64, c call, args [6]uint64) bool {
	switch k {
	case ioError, killed:
		return true
	case diskFull:
		makes := number == syscall.SYS_OPENAT && args[2]&syscall.O_CREAT != 0 || number == syscall.SYS_OPEN && args[1]&syscall.O_CREAT != 0
		return c.needsRoom || makes
	case short:
		return c.length > 0 && args[c.length] > 1
	}
	return false
}

// spoil makes a call go wrong.
func (r *traced) spoil(thread int, c call, args [6]uint64) {
	fail := func(errno syscall.Errno) {
		r.pending[thread] = errno
		r.change(thread, func(regs *syscall.PtraceRegs) { regs.Orig_rax = noSyscall })
	}
	switch r.kind {
	case ioError:
		fail(syscall.EIO)
	case diskFull:
		fail(syscall.ENOSPC)
	case short:
		r.change(thread, func(regs *syscall.PtraceRegs) { regs.Rdx = args[c.length] / 2 })
	case killed:
		syscall.Kill(r.pid, syscall.SIGKILL)
	}
}

func (r *traced) change(thread int, change func(*syscall.PtraceRegs)) {
	var regs syscall.PtraceRegs
	if syscall.PtraceGetRegs(thread, &regs) == nil {
		change(&regs)
		syscall.PtraceSetRegs(thread, &regs)
	}
}

// ours tells whether a call is about a file in the folder.
func (r *traced) ours(c call, args [6]uint64) bool {
	return within(r.file(c, args), r.folder) || c.second > 0 && within(r.text(args[c.second]), r.folder)
}

func within(path, folder string) bool { return path == folder || strings.HasPrefix(path, folder+"/") }

// file is what a call is about.
func (r *traced) file(c call, args [6]uint64) string {
	if c.path >= 0 {
		path := r.text(args[c.path])
		// Within a folder that is being removed, names stand alone.
		if !filepath.IsAbs(path) && c.path == 1 && int32(args[0]) >= 0 {
			return filepath.Join(r.file(call{path: -1}, args), path)
		}
		return path
	}
	path, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", r.pid, int32(args[0])))
	if err != nil {
		return ""
	}
	return path
}

// text reads a text of the program that ends in a zero byte.
func (r *traced) text(at uint64) string {
	buffer := make([]byte, 4096)
	n, _ := r.reads.ReadAt(buffer, int64(at)) // what lies behind may be nothing of its own
	text, _, _ := bytes.Cut(buffer[:n], []byte{0})
	return string(text)
}
