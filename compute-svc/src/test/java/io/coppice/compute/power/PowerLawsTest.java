package io.coppice.compute.power;

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
