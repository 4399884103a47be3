package merge

import (
	"os/exec"
	"strconv"
	"syscall"
)

// endTogether has what a program started end with it, and no console window
// open for it.
func endTogether(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true}
	cmd.Cancel = func() error {
		end := exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(cmd.Process.Pid))
		end.SysProcAttr = &syscall.SysProcAttr{HideWindow: true}
		return end.Run()
	}
}
