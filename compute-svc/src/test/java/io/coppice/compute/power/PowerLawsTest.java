package io.coppice.compute.power;

import io.coppice.contract.guest.GuestKind;
import io.coppice.tasklaws.TaskLaws;
import io.coppice.tasklaws.World;
import org.junit.jupiter.api.Nested;

/** The laws for each task that switches a guest. */
class PowerLawsTest {
    @Nested
    class Qmstart extends TaskLaws<PowerTask.Params> {
        @Override
        protected World<PowerTask.Params> world() {
            return new PowerWorld(s -> s.start, false);
        }
    }

    @Nested
    class Vzstart extends TaskLaws<PowerTask.Params> {
        @Override
        protected World<PowerTask.Params> world() {
            return new PowerWorld(GuestKind.LXC, s -> s.start, false);
        }
    }

    @Nested
    class Vzstop extends TaskLaws<PowerTask.Params> {
        @Override
        protected World<PowerTask.Params> world() {
            return new PowerWorld(GuestKind.LXC, s -> s.stop, true);
        }
    }

    @Nested
    class Vzshutdown extends TaskLaws<PowerTask.Params> {
        @Override
        protected World<PowerTask.Params> world() {
            return new PowerWorld(GuestKind.LXC, s -> s.shutdown, true);
        }
    }

    @Nested
    class Vzreboot extends TaskLaws<PowerTask.Params> {
        @Override
        protected World<PowerTask.Params> world() {
            return new PowerWorld(GuestKind.LXC, s -> s.reboot, true);
        }
    }

    @Nested
    class Vzsuspend extends TaskLaws<PowerTask.Params> {
        @Override
        protected World<PowerTask.Params> world() {
            return new PowerWorld(GuestKind.LXC, s -> s.suspend, true);
        }
    }

    @Nested
    class Vzresume extends TaskLaws<PowerTask.Params> {
        @Override
        protected World<PowerTask.Params> world() {
            return new PowerWorld(GuestKind.LXC, s -> s.resume, true);
        }
    }

    @Nested
    class Qmstop extends TaskLaws<PowerTask.Params> {
        @Override
        protected World<PowerTask.Params> world() {
            return new PowerWorld(s -> s.stop, true);
        }
    }

    @Nested
    class Qmshutdown extends TaskLaws<PowerTask.Params> {
        @Override
        protected World<PowerTask.Params> world() {
            return new PowerWorld(s -> s.shutdown, true);
        }
    }

    @Nested
    class Qmreboot extends TaskLaws<PowerTask.Params> {
        @Override
        protected World<PowerTask.Params> world() {
            return new PowerWorld(s -> s.reboot, true);
        }
    }

    @Nested
    class Qmreset extends TaskLaws<PowerTask.Params> {
        @Override
        protected World<PowerTask.Params> world() {
            return new PowerWorld(s -> s.reset, true);
        }
    }

    @Nested
    class Qmsuspend extends TaskLaws<PowerTask.Params> {
        @Override
        protected World<PowerTask.Params> world() {
            return new PowerWorld(s -> s.suspend, true);
        }
    }

    @Nested
    class Qmresume extends TaskLaws<PowerTask.Params> {
        @Override
        protected World<PowerTask.Params> world() {
            return new PowerWorld(s -> s.resume, true);
        }
    }
}
