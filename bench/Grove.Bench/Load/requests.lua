-- Sends the requests of a file, one a line, in random order: METHOD <tab> path <tab> body.
local requests = {}
local worker

function setup(thread)
  worker = thread
end

function init(args)
  for line in io.lines(args[1]) do
    local method, path, body = line:match("^([^\t]*)\t([^\t]*)\t(.*)$")
    requests[#requests + 1] = wrk.format(method, path, nil, body ~= "" and body or nil)
  end
  math.randomseed(os.time())
  ready = os.clock()
end

function request()
  return requests[math.random(#requests)]
end

function done(summary, latency, all)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d %d %d %f\n", summary.requests, summary.duration,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(50), latency:percentile(99), latency.max,
    os.clock() - worker:get("ready")))
end
