import java.nio.file.Files;
import java.nio.file.Path;

import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * Starts one OpenSearch node: arguments are its folder, its port and a file that is made when it takes requests.
 * The runner's own main hides why a start failed, refuses most ports and gives the node no ingest role.
 */
public class OpenSearch {
    public static void main(String[] arguments) throws Exception {
        OpenSearchRunner runner = new OpenSearchRunner();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(runner)));
        try {
            runner.setMaxHttpPort(-1);
            runner.onBuild((number, settings) -> {
                settings.put("cluster.name", "adwatch");
                settings.put("network.host", "127.0.0.1");
                settings.put("http.port", arguments[1]);
                settings.put("action.auto_create_index", false);
                settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
                settings.putList("node.roles", "cluster_manager", "data", "ingest");
            });
            runner.build(OpenSearchRunner.newConfigs().basePath(arguments[0]).numOfNode(1)
                    .baseHttpPort(Integer.parseInt(arguments[1]) - 1));
            runner.ensureYellow();
            Files.createFile(Path.of(arguments[2]));
            Thread.currentThread().join();
        } catch (Throwable problem) {
            problem.printStackTrace();
            System.exit(1);
        }
    }

    private static void close(OpenSearchRunner runner) {
        try {
            runner.close();
        } catch (Exception ignored) {
            // it ends anyway
        }
    }
}
