package io.coppice.live;

import com.hazelcast.core.ConsistencyLostException;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.HazelcastOverloadException;
import com.hazelcast.core.IndeterminateOperationStateException;
import com.hazelcast.core.LocalMemberResetException;
import com.hazelcast.core.MemberLeftException;
import com.hazelcast.core.OperationTimeoutException;
import com.hazelcast.core.RuntimeInterruptedException;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.partition.NoDataMemberInClusterException;
import com.hazelcast.spi.exception.CallerNotMemberException;
import com.hazelcast.spi.exception.DistributedObjectDestroyedException;
import com.hazelcast.spi.exception.PartitionMigratingException;
import com.hazelcast.spi.exception.ResponseAlreadySentException;
import com.hazelcast.spi.exception.RetryableHazelcastException;
import com.hazelcast.spi.exception.RetryableIOException;
import com.hazelcast.spi.exception.ServiceNotFoundException;
import com.hazelcast.spi.exception.SilentException;
import com.hazelcast.spi.exception.TargetDisconnectedException;
import com.hazelcast.spi.exception.TargetNotMemberException;
import com.hazelcast.spi.exception.WrongTargetException;
import com.hazelcast.transaction.TransactionException;
import com.hazelcast.transaction.TransactionNotActiveException;
import com.hazelcast.transaction.TransactionTimedOutException;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What members may send each other as Java objects: exceptions, what these consist of, and the state of their cluster. */
final class Failures {
    private static final List<Class<?>> KINDS = List.of(
            ConsistencyLostException.class,
            HazelcastException.class,
            HazelcastInstanceNotActiveException.class,
            HazelcastOverloadException.class,
            HazelcastSerializationException.class,
            IndeterminateOperationStateException.class,
            LocalMemberResetException.class,
            MemberLeftException.class,
            NoDataMemberInClusterException.class,
            OperationTimeoutException.class,
            RuntimeInterruptedException.class,
            CallerNotMemberException.class,
            DistributedObjectDestroyedException.class,
            PartitionMigratingException.class,
            ResponseAlreadySentException.class,
            RetryableHazelcastException.class,
            RetryableIOException.class,
            ServiceNotFoundException.class,
            SilentException.class,
            TargetDisconnectedException.class,
            TargetNotMemberException.class,
            WrongTargetException.class,
            TransactionException.class,
            TransactionTimedOutException.class,
            TransactionNotActiveException.class,
            Exception.class,
            RuntimeException.class,
            ArithmeticException.class,
            ClassCastException.class,
            IllegalArgumentException.class,
            IllegalStateException.class,
            IndexOutOfBoundsException.class,
            NullPointerException.class,
            SecurityException.class,
            UnsupportedOperationException.class,
            InterruptedException.class,
            CancellationException.class,
            CompletionException.class,
            ExecutionException.class,
            RejectedExecutionException.class,
            TimeoutException.class,
            IOException.class,
            EOFException.class,
            Error.class,
            AssertionError.class,
            OutOfMemoryError.class,
            VirtualMachineError.class,
            Throwable.class);

    /** What Hazelcast keeps to itself, but its members tell each other: of who is a member and who holds what. */
    private static final List<String> INNER = List.of(
            "com.hazelcast.internal.cluster.impl.ClusterTopologyChangedException",
            "com.hazelcast.internal.cluster.impl.ConfigMismatchException",
            "com.hazelcast.internal.cluster.impl.MasterNodeChangedException",
            "com.hazelcast.internal.cluster.impl.VersionMismatchException",
            "com.hazelcast.internal.partition.PartitionStateVersionMismatchException");

    /** Members of one half say it to each other when the halves of a cluster meet again. */
    private static final List<String> STATES = List.of("com.hazelcast.cluster.ClusterState", "java.lang.Enum");

    private static final List<String> PARTS = List.of(
            "java.lang.StackTraceElement",
            "[Ljava.lang.StackTraceElement;",
            "java.lang.Object",
            "[Ljava.lang.Throwable;",
            "java.util.ArrayList",
            "java.util.Collections$EmptyList",
            "java.util.Collections$UnmodifiableCollection",
            "java.util.Collections$UnmodifiableList",
            "java.util.Collections$UnmodifiableRandomAccessList");

    static final Set<String> CLASSES = Stream.of(
                    KINDS.stream().map(Class::getName), INNER.stream(), STATES.stream(), PARTS.stream())
            .flatMap(names -> names)
            .collect(Collectors.toUnmodifiableSet());

    private Failures() {}
}
